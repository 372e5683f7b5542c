"""Requests to a server on this machine that answers each after a while; on nothing but the standard library and Trio."""
import asyncio
import http.client
import random


def prepare(count, seed, parameters, spec):
    """@returns the port of the server, which the runner has started"""
    return spec['port']


def items(count, seed, parameters):
    least, most = parameters['minMs'], parameters['maxMs']
    waits = random.Random(seed)
    return [(index, round(least + waits.random() * (most - least))) for index in range(count)]


def open_work(parameters, port):
    def run(item):
        connection = http.client.HTTPConnection('127.0.0.1', port)
        try:
            connection.request('GET', _path(item))
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    async def run_async(item):
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        try:
            writer.write(_request(item))
            return _body(await reader.read())
        finally:
            writer.close()

    async def run_trio(item):
        import trio

        async with await trio.open_tcp_stream('127.0.0.1', port) as stream:
            await stream.send_all(_request(item))
            return _body(b''.join([part async for part in stream]))

    return {'run': run, 'run_async': run_async, 'run_trio': run_trio}


def _path(item):
    return '/?id={}&ms={}'.format(*item)


def _request(item):
    return 'GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'.format(_path(item)).encode()


def _body(response):
    head, _, body = response.partition(b'\r\n\r\n')
    if b'transfer-encoding: chunked' in head.lower():
        raise ValueError('the server sent its answer in chunks')
    return body.decode()
