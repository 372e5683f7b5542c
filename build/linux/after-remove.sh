#!/bin/sh
# ${executable} is filled in by electron-builder.
set -e

profile='/etc/apparmor.d/${executable}'
case "${1:-}" in
  remove | purge)
    if [ -f "$profile" ]; then
      if apparmor_status --enabled >/dev/null 2>&1 && ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
        apparmor_parser --remove "$profile" || true
      fi
      rm -f "$profile"
    fi
    ;;
esac

if command -v update-mime-database >/dev/null 2>&1; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true; fi
