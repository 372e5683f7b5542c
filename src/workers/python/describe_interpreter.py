"""Says in one line of JSON what this interpreter is and has. Runs on every Python since 2.6, so that old ones can be named."""
import json
import os
import sys


def version_of(package, folders):
    """The version in the names of a package's metadata folder; importing it could run anything."""
    for folder in folders:
        try:
            names = os.listdir(folder or '.')
        except OSError:
            continue
        for name in names:
            lower = name.lower()
            if lower.startswith(package + '-') and lower.endswith(('.dist-info', '.egg-info')):
                return name.split('-')[1].rsplit('.dist', 1)[0].rsplit('.egg', 1)[0]
            if lower in (package, package + '.py') and package not in ('cython', 'pip'):
                return 'unknown'
    return None


def describe():
    import sysconfig

    paths = sys.path[1:]
    stdlib = sysconfig.get_path('stdlib') or ''
    compiler = sysconfig.get_config_var('LDSHARED')
    include = sysconfig.get_path('include') or ''
    return {
        'executable': sys.executable,
        'version': '.'.join(str(part) for part in sys.version_info[:3]),
        'implementation': getattr(getattr(sys, 'implementation', None), 'name', 'cpython'),
        'prefix': sys.prefix,
        'isEnvironment': sys.prefix != getattr(sys, 'base_prefix', sys.prefix),
        'isManaged': sys.prefix == getattr(sys, 'base_prefix', sys.prefix)
        and os.path.exists(os.path.join(stdlib, 'EXTERNALLY-MANAGED')),
        'isFreeThreaded': bool(sysconfig.get_config_var('Py_GIL_DISABLED')),
        'hasPip': version_of('pip', paths) is not None,
        'packages': dict((name, version_of(name, paths)) for name in ('trio', 'unsync', 'cython')),
        'compiler': compiler.split()[0] if compiler else None,
        'hasHeaders': os.path.exists(os.path.join(include, 'Python.h')),
    }


if __name__ == '__main__':
    print(json.dumps(describe()))
