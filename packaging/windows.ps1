# NEVER RUN BY US: written for Windows 10/11 x64 and read only. Whoever runs it first, please tell what it said.
#
#     powershell -ExecutionPolicy Bypass -File packaging\windows.ps1
#
# Builds dist\inspector-app (one folder, no Python needed on the machine that uses it), lets it try itself, and packs
# it as a .zip. Needs Python 3.11 or newer (py.exe) and a network once, for the packages that requirements name.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')

function Invoke-Step([string] $What, [scriptblock] $Work) {
    Write-Host "== $What"
    & $Work
    if ($LASTEXITCODE -ne 0) { throw "$What ended with $LASTEXITCODE" }
}

Invoke-Step 'uv' { py -3 -m pip install --quiet uv }
Invoke-Step 'packages' { py -3 -m uv sync --group bundle }
Invoke-Step 'bundle and selftest' { py -3 -m uv run --no-sync python packaging\build.py dist --no-deb }

$env:QT_QPA_PLATFORM = 'offscreen'
Invoke-Step 'demonstration' { .\dist\inspector-app\inspector-app.exe --data dist\try demo --out dist\papers }
Get-ChildItem dist\papers\*.pdf | ForEach-Object { Write-Host $_.Name }
Remove-Item Env:QT_QPA_PLATFORM

$version = (Select-String -Path pyproject.toml -Pattern '^version = "(.+)"').Matches[0].Groups[1].Value
Compress-Archive -Force -Path dist\inspector-app -DestinationPath "dist\inspector-app-$version-windows.zip"
Write-Host "dist\inspector-app-$version-windows.zip is ready. Printing on Windows was never tried either: print one page."
