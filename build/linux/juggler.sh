#!/bin/sh
exec /opt/Juggler/bin/juggler "$@"
