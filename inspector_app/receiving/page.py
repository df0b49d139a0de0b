"""The page a phone sees: Chinese, without anything from elsewhere, for old browsers too."""

from html import escape

from inspector_app.receiving.limits import Limits

KIND = "text/html; charset=utf-8"


def policy(nonce: str) -> str:
    """Return the page's content policy; browsers too old for a nonce read 'unsafe-inline' instead."""
    return (
        f"default-src 'none'; script-src 'unsafe-inline' 'nonce-{nonce}'; "
        f"style-src 'unsafe-inline' 'nonce-{nonce}'; connect-src 'self'; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


def upload(limits: Limits, nonce: str) -> bytes:
    """Return the page that sends photos, one request each, and shows what became of each."""
    script = _SCRIPT.replace("@MOST@", str(limits.photo_bytes))
    script = script.replace("@MEGA@", str(limits.photo_bytes // 1_000_000))
    body = _BODY.replace("@COUNT@", str(limits.photos))
    return _whole(body + f'<script nonce="{nonce}">{script}</script>', nonce)


def refusal(message: str, remedy: str, nonce: str) -> bytes:
    """Return the page that says why this phone cannot send."""
    return _whole(f"<h1>不能传照片</h1><p>{escape(message)}</p><p>{escape(remedy)}</p>", nonce)


def _whole(body: str, nonce: str) -> bytes:
    return _PAGE.replace("@NONCE@", nonce).replace("@BODY@", body).encode()


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>传照片到执法电脑</title>
<style nonce="@NONCE@">
body{font:17px/1.5 sans-serif;margin:0;padding:20px;color:#17222c;background:#f5f7f8}
h1{font-size:22px;margin:0 0 8px}
p{margin:0 0 12px;color:#4e5c69}
label{display:block;margin:0 0 12px;padding:16px;border-radius:10px;text-align:center;font-weight:bold;
background:#0f6b5a;color:#fff;font-size:19px}
label.soft{background:#fff;color:#0f6b5a;border:2px solid #a9cfc4}
input{position:absolute;left:-9999px;opacity:0}
ul{list-style:none;margin:16px 0 0;padding:0}
li{background:#fff;border:1px solid #dfe5e9;border-radius:8px;padding:10px 12px;margin:0 0 8px;
word-wrap:break-word}
li b{display:block;font-weight:normal}
.good{border-left:6px solid #17663a}.bad{border-left:6px solid #ae2018}.wait{border-left:6px solid #c3cdd4}
#sum{font-weight:bold;color:#17222c}
</style></head><body>@BODY@</body></html>
"""

_BODY = """<h1>传照片到执法电脑</h1>
<p>照片直接传到旁边的电脑，不经过互联网。一次最多 @COUNT@ 张。</p>
<label>从相册选照片<input id="album" type="file" accept="image/jpeg,image/*" multiple></label>
<label class="soft">现在拍一张<input id="camera" type="file" accept="image/*" capture="environment"></label>
<p id="sum"></p><ul id="list"></ul>
<noscript><p>这个浏览器关掉了脚本，传不了。请用手机自带的浏览器打开。</p></noscript>
"""

_SCRIPT = """
(function(){
var waiting=[],busy=false,good=0,bad=0,
list=document.getElementById('list'),sum=document.getElementById('sum');
function tell(){var t=good?'已传 '+good+' 张':'';if(bad){t+=(t?'，':'')+bad+' 张没有传成'}
if(waiting.length||busy){t+=(t?'，':'')+'还有 '+(waiting.length+(busy?1:0))+' 张'}sum.textContent=t}
function fate(li,ok,words){li.className=ok?'good':'bad';li.lastChild.textContent=words;
if(ok){good++}else{bad++}busy=false;tell();next()}
function add(input){var f=input.files,i;for(i=0;i<f.length;i++){var li=document.createElement('li');
li.className='wait';var b=document.createElement('b');b.textContent=f[i].name||'照片';li.appendChild(b);
var s=document.createElement('span');s.textContent='等待…';li.appendChild(s);list.appendChild(li);
waiting.push([f[i],li])}input.value='';tell();next()}
function next(){if(busy||!waiting.length){return}busy=true;var one=waiting.shift(),f=one[0],li=one[1];
if(f.size>@MOST@){fate(li,false,'太大了（超过 @MEGA@ MB），没有传。请用普通画质重拍。');return}
var x=new XMLHttpRequest();x.open('POST',location.pathname.replace(/\\/$/,'')+'/photo');
x.setRequestHeader('Content-Type','application/octet-stream');
x.setRequestHeader('X-Name',encodeURIComponent(f.name||'').substr(0,500));
x.upload.onprogress=function(e){if(e.lengthComputable){
li.lastChild.textContent='正在传 '+Math.round(e.loaded*100/e.total)+'%'}};
x.onload=function(){var told;try{told=JSON.parse(x.responseText)}catch(e){told=null}
if(told&&told.words){fate(li,told.taken,told.words)}
else{fate(li,false,'电脑没有收下（'+x.status+'）。请看电脑上的提示。')}};
x.onerror=function(){fate(li,false,'没有传成：连不上电脑。请确认手机和电脑在同一个网络，电脑上的窗口还开着。')};
x.send(f)}
document.getElementById('album').onchange=function(){add(this)};
document.getElementById('camera').onchange=function(){add(this)};
})();
"""
