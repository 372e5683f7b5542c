@echo off
rem The command line of the installed app: its own Electron, running as Node, without a window.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\Juggler.exe" "%~dp0..\resources\app.asar\out\cli\index.js" %*
exit /b %ERRORLEVEL%
