"""Ten thousand tasks that wait ten times each; prints how long it took, in ms."""
import asyncio
import time


async def waits(number):
    for turn in range(10):
        await asyncio.sleep(0.05 + (number * 7 + turn) % 100 / 1000)


async def main():
    await asyncio.gather(*(waits(number) for number in range(10_000)))


begun = time.perf_counter()
asyncio.run(main())
print((time.perf_counter() - begun) * 1000)
