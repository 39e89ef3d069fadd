"""Feeds on loopback that write all the time: `python tests/benchmarks/loopback_feeds.py PORT SECONDS [NEW] [ENTRIES]`.

Any path ending in a number is a feed, at each of many loopback addresses, as updates are polite to a host. The first
`NEW` of them have `ENTRIES` new entries each time they are asked; the others answer that nothing has changed.
"""

import asyncio
import random
import sys
from collections import Counter

HOSTS = 50
NOUNS = ("harbour", "tide", "freight", "canal", "vessel", "grid", "orchard", "kernel", "clinic", "bond", "league")
WORDS = [f"{noun}{end}" for noun in NOUNS for end in ("", "s", "work", "land", "ing")]


def hosts():
    """Loopback addresses, all of this machine."""
    return [f"127.0.{1 + at // 250}.{1 + at % 250}" for at in range(HOSTS)]


def document(turn, number, entries):
    """The feed of a number when it is asked for the `turn`-th time."""
    rng = random.Random(f"{turn} {number}")
    items = "".join(
        f"<item><title>{' '.join(rng.choices(WORDS, k=8))} {turn}</title><guid>{turn}/{number}/{k}</guid>"
        f"<link>https://o{number}.example/{turn}/{k}</link>"
        f"<description>{' '.join(rng.choices(WORDS, k=150))}</description></item>"
        for k in range(entries)
    )
    return f'<rss version="2.0"><channel><title>Outlet {number}</title>{items}</channel></rss>'.encode()


async def main(port, seconds, new, entries):
    turns = Counter()

    async def answer(reader, writer):
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                number = int(line.split()[1].rpartition(b"/")[2])
                turns[number] += 1
                if number < new:
                    body = document(turns[number], number, entries)
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                else:
                    writer.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    servers = [await asyncio.start_server(answer, host, port) for host in hosts()]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.sleep(seconds)
    for server in servers:
        server.close()


if __name__ == "__main__":
    asyncio.run(
        main(int(sys.argv[1]), float(sys.argv[2]), int((sys.argv[3:] or ["400"])[0]), int((sys.argv[4:] or ["40"])[0]))
    )
