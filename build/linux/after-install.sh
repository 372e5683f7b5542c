#!/bin/sh
# ${executable} and ${sanitizedProductName} are filled in by electron-builder.
set -e

# Chromium's sandbox needs user namespaces, or else its helper with the set-user-id bit. Whether ordinary users may
# create namespaces is asked as an ordinary user: root always may.
helper='/opt/${sanitizedProductName}/chrome-sandbox'
if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then
  chmod 0755 "$helper"
else
  chmod 4755 "$helper"
fi

# Ubuntu 23.10 and newer let only programs with a profile create user namespaces.
profile='/opt/${sanitizedProductName}/resources/apparmor-profile'
if apparmor_status --enabled >/dev/null 2>&1 && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

# The packages these belong to watch the folders themselves (dpkg triggers); these are for systems without them.
if command -v update-mime-database >/dev/null 2>&1; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true; fi
