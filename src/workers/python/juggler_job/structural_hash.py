"""
A hash of 64 bits that is the same for equal results, in whichever thread or process they were computed: numbers by value and
type, dictionaries and sets regardless of order, objects of classes by what pickling would keep of them.
"""
import hashlib
import struct
import types

_float = struct.Struct('<d').pack
_word = struct.Struct('<q').pack
_NAN = _float(float('nan'))
_MODULUS = 1 << 64

_REFUSED = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    types.ModuleType,
    memoryview,
)


#: The user's module: classes of it are the same whatever it is called, and where Cython has compiled it.
_own_module = [None]


def set_own_module(name):
    _own_module[0] = name


class NotComparable(TypeError):
    """A value that can't be sent between processes, and so not be compared; the message reads after "item 7 "."""


def structural_hash(value):
    """@raises NotComparable for functions, generators, open files and whatever else can't be pickled."""
    try:
        return int.from_bytes(_digest(value, {}), 'little')
    except RecursionError:
        raise NotComparable('returned a value that is nested too deeply to compare') from None


def mixed(index, result_hash):
    """One item's part of the checksum; their sum modulo 2^64 doesn't depend on the order of the items."""
    data = struct.pack('<QQ', index, result_hash)
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), 'little')


def _of(tag, *parts):
    hasher = hashlib.blake2b(tag, digest_size=8)
    for part in parts:
        hasher.update(part)
    return hasher.digest()


def _digest(value, path):
    kind = type(value)
    simple = _SIMPLE.get(kind)
    if simple is not None:
        return simple(value)
    depth = path.get(id(value))
    if depth is not None:
        return _of(b'back', _word(len(path) - depth))
    path[id(value)] = len(path)
    try:
        return _COMPOUND.get(kind, _of_object)(value, path)
    finally:
        del path[id(value)]


def _of_float(value):
    return _of(b'float', _NAN if value != value else _float(value))


def _of_sequence(tag):
    return lambda value, path: _of(tag, _word(len(value)), *[_digest(each, path) for each in value])


def _of_dict(value, path):
    return _unordered(b'dict', (_digest(key, path) + _digest(entry, path) for key, entry in value.items()))


def _of_set(value, path):
    return _unordered(b'set', (_digest(each, path) for each in value))


def _unordered(tag, parts):
    total = count = 0
    for part in parts:
        total = (total + int.from_bytes(_of(tag, part), 'little')) % _MODULUS
        count += 1
    return _of(tag, _word(count), total.to_bytes(8, 'little'))


def _of_object(value, path):
    if isinstance(value, type):
        return _of(b'class', _name_in(value.__module__, value.__qualname__))
    if isinstance(value, _REFUSED):
        raise _refused(value)
    try:
        reduced = value.__reduce_ex__(4)
    except Exception as error:
        raise _refused(value) from error
    if isinstance(reduced, str):
        return _of(b'global', _name_in(type(value).__module__, reduced))
    made, arguments, state, members, entries = (tuple(reduced) + (None,) * 5)[:5]
    name = _name_in(getattr(made, '__module__', ''), getattr(made, '__qualname__', ''))
    parts = [arguments, state, None if members is None else list(members), None if entries is None else list(entries)]
    return _of(b'object', name, *[_digest(part, path) for part in parts])


def _name_in(module, name):
    return '{}.{}'.format('' if module == _own_module[0] else module, name).encode('utf-8', 'surrogatepass')


def _refused(value):
    return NotComparable(
        'returned a {}, which can’t be sent between processes nor compared: return numbers, strings, lists, tuples, '
        'dictionaries or sets'.format(type(value).__name__)
    )


_SIMPLE = {
    type(None): lambda value: _of(b'none'),
    bool: lambda value: _of(b'true' if value else b'false'),
    int: lambda value: _of(b'int', str(value).encode() if -(1 << 63) <= value < 1 << 63 else hex(value).encode()),
    float: _of_float,
    complex: lambda value: _of(b'complex', _of_float(value.real), _of_float(value.imag)),
    str: lambda value: _of(b'str', value.encode('utf-8', 'surrogatepass')),
    bytes: lambda value: _of(b'bytes', value),
    bytearray: lambda value: _of(b'bytearray', value),
}
_COMPOUND = {
    list: _of_sequence(b'list'),
    tuple: _of_sequence(b'tuple'),
    dict: _of_dict,
    set: _of_set,
    frozenset: _of_set,
}
