"""The public page: what was issued under a code, for whoever holds the paper. Two languages, no script, no
picture, nothing from elsewhere and nothing about people; it looks like the papers it speaks of."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from inspector_app.hub.refusing import Words

KIND = "text/html; charset=utf-8"

VALID, VOID, REVOKED, CORRECTED, UNKNOWN, UNREADABLE, WAIT, AWAY = (
    "valid",
    "void",
    "revoked",
    "corrected",
    "unknown",
    "unreadable",
    "wait",
    "away",
)
"""What a page says: a document's fate, that there is none, that this is no code, or to come back later."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page shows.

    Attributes:
        verdict: one of the words above; empty shows the question alone.
        code: what stands in the field.
        rows: label code and the words beside it, in both languages.
        note: code of a sentence below the verdict, with what it names.
    """

    verdict: str = ""
    code: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[tuple[str, dict[str, object]], ...] = ()


class Page:
    """Draws the page in Chinese with English beside it."""

    def __init__(self, words: Words, english: Words, office: str, *, training: bool) -> None:
        self._words, self._english, self._office, self._training = words, english, office, training

    @property
    def headers(self) -> dict[str, str]:
        """What goes with the page: it may run nothing, load nothing, be framed nowhere."""
        digest = b64encode(sha256(_STYLE.encode()).digest()).decode("ascii")
        return {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
                "frame-ancestors 'none'; base-uri 'none'"
            ),
            "Referrer-Policy": "no-referrer",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cache-Control": "no-store",
        }

    def draw(self, shown: Shown) -> bytes:
        """Return the page."""
        parts = [self._head(shown)]
        if shown.verdict:
            parts.append(self._verdict(shown))
        parts.append(self._compare() if shown.rows else self._question())
        body = "\n".join(part for part in parts if part)
        title = escape(self._both("public.title")[0])
        return (
            '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            f'<meta name="robots" content="noindex"><title>{title}</title>\n'
            f"<style>{_STYLE}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
        ).encode()

    def _head(self, shown: Shown) -> str:
        office = f'<p class="office">{escape(self._office)}</p>' if self._office else ""
        training = f'<p class="training">{self._lines("public.training")}</p>' if self._training else ""
        label, _ = self._both("public.code")
        button, button_english = self._both("public.ask")
        return (
            f"<header>{office}<h1>{self._lines('public.title')}</h1></header>{training}\n"
            '<form action="/v" method="get" role="search">'
            f'<label for="code">{self._lines("public.code")}</label>'
            f'<div class="ask"><input id="code" name="code" value="{escape(shown.code, quote=True)}" '
            'maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" '
            f'placeholder="7K3M-9QXF-2H5T" aria-label="{escape(label, quote=True)}" required>'
            f'<button type="submit">{escape(button)} <span lang="en">{escape(button_english)}</span></button>'
            "</div></form>"
        )

    def _verdict(self, shown: Shown) -> str:
        rows = "".join(
            f"<tr><th scope=row>{self._lines(label)}</th><td>{_beside(chinese, english)}</td></tr>"
            for label, chinese, english in shown.rows
        )
        table = f"<table>{rows}</table>" if rows else ""
        notes = "".join(f"<p>{self._lines(code, values)}</p>" for code, values in shown.notes)
        return (
            f'<section class="{shown.verdict}" aria-live="polite">'
            f"<h2>{self._lines(f'public.{shown.verdict}')}</h2>{table}"
            f'<div class="notes">{notes}</div></section>'
        )

    def _compare(self) -> str:
        steps = "".join(f"<li>{self._lines(f'public.compare_{n}')}</li>" for n in (1, 2, 3))
        return f'<section class="how"><h3>{self._lines("public.compare")}</h3><ol>{steps}</ol></section>'

    def _question(self) -> str:
        return f'<section class="how"><p>{self._lines("public.where")}</p></section>'

    def _both(self, code: str, values: dict[str, object] | None = None) -> tuple[str, str]:
        return (
            self._words.text(code, "", values or {})[0],
            self._english.text(code, "", values or {})[0],
        )

    def _lines(self, code: str, values: dict[str, object] | None = None) -> str:
        return _beside(*self._both(code, values))


def _beside(chinese: str, english: str) -> str:
    if not english or english == chinese:
        return escape(chinese)
    return f'{escape(chinese)}<span lang="en">{escape(english)}</span>'


_STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
html{background:#e6eaed;-webkit-text-size-adjust:100%}
body{margin:0;padding:32px 16px;color:#17222c;
font:18px/1.7 FandolFang,"FandolFang-safe","FangSong","STFangsong","FangSong_GB2312","Noto Serif SC",
"Noto Serif CJK SC","Source Han Serif SC","SimSun",serif}
main{max-width:760px;margin:0 auto;background:#fff;padding:56px 64px 48px;
box-shadow:0 1px 2px rgba(20,36,46,.12),0 8px 28px rgba(20,36,46,.10)}
header{text-align:center;border-bottom:3px double #17222c;padding-bottom:18px;margin-bottom:28px}
h1,h2,h3{margin:0;font-family:"Noto Serif SC","Noto Serif CJK SC","Source Han Serif SC","FZXiaoBiaoSong-B05S",
"STZhongsong","SimSun",serif;font-weight:700}
h1{font-size:34px;line-height:1.35;letter-spacing:.12em}
h1 span[lang=en]{font-size:.5em;margin-top:2px}
.office{margin:0 0 6px;font-size:18px}
span[lang=en]{display:block;font:400 .76em/1.45 "Noto Sans","Helvetica Neue",Arial,sans-serif;color:#4e5c69;
letter-spacing:0}
.training{margin:0 0 20px;padding:8px 14px;border:1px solid #855400;color:#855400;text-align:center}
.training span[lang=en]{color:inherit}
label{display:block;margin-bottom:8px}
.ask{display:flex;gap:12px}
input{flex:1;min-width:0;font:600 22px/1.2 "Noto Sans Mono","DejaVu Sans Mono",Consolas,monospace;
letter-spacing:.06em;padding:10px 14px;border:1px solid #5d6a76;border-radius:3px;color:inherit;
background:#fff}
input::placeholder{color:#5d6a76;font-weight:400;opacity:.75}
button{font:inherit;padding:8px 22px;border:1px solid #0f6b5a;border-radius:3px;background:#0f6b5a;color:#fff;
cursor:pointer;min-height:48px;white-space:nowrap}
button span[lang=en]{display:inline;color:inherit;margin-left:4px}
input:focus-visible,button:focus-visible{outline:3px solid #a9cfc4;outline-offset:1px}
section{margin-top:30px}
section h2{display:inline-block;font-size:30px;line-height:1.3;letter-spacing:.1em;text-align:center;
padding:10px 26px;border:3px solid currentColor;border-radius:4px}
section h2 span[lang=en]{color:inherit}
.valid h2,.corrected h2{color:#17663a}.void h2,.revoked h2{color:#ae2018}
.unknown h2,.unreadable h2,.wait h2,.away h2{color:#4f5d69}
.valid,.corrected,.void,.revoked,.unknown,.unreadable,.wait,.away{text-align:center}
table{width:100%;margin:26px 0 0;border-collapse:collapse;text-align:left;border-top:1.5px solid #17222c;
border-bottom:1.5px solid #17222c}
th,td{padding:11px 12px;border-bottom:1px solid #c3cdd4;vertical-align:top}
tr:last-child th,tr:last-child td{border-bottom:0}
th{width:34%;font-weight:400}
td{font-size:20px;overflow-wrap:anywhere}
.notes{margin-top:20px;text-align:left}
.notes p{margin:0 0 12px}
.how{border-top:1px solid #c3cdd4;padding-top:22px}
.how h3{font-size:20px;margin-bottom:10px}
.how p{margin:0}
ol{margin:0;padding-left:1.5em}
li{margin-bottom:10px}
@media (max-width:600px){body{padding:0;font-size:17px}
main{padding:32px 20px;box-shadow:none;min-height:100vh}
h1{font-size:27px}.ask{flex-direction:column}section h2{font-size:25px}th{width:40%}th,td{padding:10px 6px}
td{font-size:18px}}
@media print{html{background:#fff}main{box-shadow:none}form{display:none}}
"""
