"""One end's way to the network: TUN to TUN, with what goes wrong on the way.

    forwarder.py NAMESPACE,DEVICE NAMESPACE,DEVICE ...

Each pair of arguments is one link: the device in the client's namespace and the one in the middle.
The devices are made here and go with this process. Orders come as JSON, one a line, on standard
input; each is answered by a line on standard output. The end of standard input ends the process, so
nothing stays when whoever started it was killed.

    {"link": 0, "up": {...}, "down": {...}, "allow": "all", "isCut": false}   changes what it names
    {"count": true}                                                          answers with counters

`up` (client to network) and `down` hold `loss` (0..1), `delay` (ms, one way), `rate` (kbit/s, 0 is
unlimited), `queue` (ms of that rate that may wait; at least FLOOR bytes may) and `seed`. Packets stay
in order. Loss is independent per packet. `allow` says what passes in both directions:

    all        everything
    no-direct  not between two clients: what goes by the relay or the server
    no-udp     what is not UDP
    tls-only   TCP to and from port 443
"""
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
TCP, UDP = 6, 17
# Three full packets: at 60 kbit/s, 300 ms are not even two.
FLOOR = 4500
# The clients' addresses are 25.1.x.x and 25.2.x.x, the servers' 25.0.x.x.
SERVERS = (25, 0)

libc = ctypes.CDLL(None, use_errno=True)


def open_tun(namespace, device):
    with open(f"/run/netns/{namespace}") as place:
        if libc.setns(place.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"setns {namespace}")
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    return fd


class Way:
    """One direction of one link."""

    def __init__(self, link, source, target):
        self.link, self.source, self.target = link, source, target
        self.loss, self.delay, self.rate, self.queue = 0.0, 0.0, 0.0, 300.0
        self.random = random.Random(1)
        self.free_at = self.last = 0.0
        self.counts = {"passed": 0, "lost": 0, "overflowed": 0, "refused": 0, "cut": 0}

    def set(self, order):
        if "seed" in order:
            self.random = random.Random(order["seed"])
        for name in ("loss", "delay", "rate", "queue"):
            if name in order:
                setattr(self, name, float(order[name]))
        self.free_at = min(self.free_at, time.monotonic())

    def take(self, packet, now):
        """When the packet is to be delivered; None when it never is."""
        if self.link.is_cut:
            return self.drop("cut")
        if not self.link.lets(packet):
            return self.drop("refused")
        if self.loss and self.random.random() < self.loss:
            return self.drop("lost")
        at = now
        if self.rate:
            per_second = self.rate * 125
            waiting = max(0.0, self.free_at - now) * per_second
            if waiting + len(packet) > max(self.queue / 1000 * per_second, FLOOR):
                return self.drop("overflowed")
            self.free_at = max(self.free_at, now) + len(packet) / per_second
            at = self.free_at
        # A delay that was made shorter lets nothing overtake.
        self.last = max(self.last, at + self.delay / 1000)
        return self.last

    def drop(self, why):
        self.counts[why] += 1
        return None


class Link:
    def __init__(self, client, network):
        self.is_cut, self.allow = False, "all"
        self.up = Way(self, client, network)
        self.down = Way(self, network, client)

    def set(self, order):
        self.is_cut = order.get("isCut", self.is_cut)
        self.allow = order.get("allow", self.allow)
        self.up.set(order.get("up", {}))
        self.down.set(order.get("down", {}))

    def lets(self, packet):
        if self.allow == "all":
            return True
        if packet[0] >> 4 != 4:
            return False
        if self.allow == "no-direct":
            return tuple(packet[12:14]) == SERVERS or tuple(packet[16:18]) == SERVERS
        if self.allow == "no-udp":
            return packet[9] != UDP
        header = (packet[0] & 15) * 4
        return packet[9] == TCP and 443 in struct.unpack("!HH", packet[header : header + 4])


def main(arguments):
    ends = [open_tun(*argument.split(",")) for argument in arguments]
    links = [Link(client, network) for client, network in zip(ends[::2], ends[1::2])]
    ways = {way.source: way for link in links for way in (link.up, link.down)}
    waiting, order_number, rest = [], 0, b""
    poll = select.epoll()
    for fd in ways:
        poll.register(fd, select.EPOLLIN)
    poll.register(0, select.EPOLLIN)

    def obey(line):
        order = json.loads(line)
        if "link" in order:
            links[order["link"]].set(order)
        told = [{"up": link.up.counts, "down": link.down.counts} for link in links]
        sys.stdout.write(json.dumps({"at": time.time() * 1000, "links": told}) + "\n")
        sys.stdout.flush()

    def deliver(way, packet):
        if way.link.is_cut:
            way.drop("cut")
            return
        try:
            os.write(way.target, packet)
            way.counts["passed"] += 1
        except OSError:
            way.drop("refused")  # the device is down

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else -1
        for fd, _ in poll.poll(pause):
            if fd == 0:
                got = os.read(0, 65536)
                if not got:
                    return
                *lines, rest = (rest + got).split(b"\n")
                for line in lines:
                    obey(line)
                continue
            way = ways[fd]
            for _ in range(32):
                try:
                    packet = os.read(fd, 65536)
                except BlockingIOError:
                    break
                except OSError:
                    poll.unregister(fd)  # the device was removed
                    break
                now = time.monotonic()
                at = way.take(packet, now)
                if at is None:
                    continue
                if at <= now:
                    deliver(way, packet)
                else:
                    order_number += 1
                    heapq.heappush(waiting, (at, order_number, way, packet))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, way, packet = heapq.heappop(waiting)
            deliver(way, packet)


main(sys.argv[1:])
