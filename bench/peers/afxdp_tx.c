/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Sends SYNs by an AF_XDP socket in copy mode as fast as it can, on one queue, with the kernel's headers alone. Counts
 * what the kernel has given back as sent. Sending needs no XDP program. What a link of kind xdp costs without a JVM
 * around it.
 *
 * usage: afxdp_tx INTERFACE SECONDS [QUEUE=0]
 */
#define _GNU_SOURCE
#include "syn.h"

#include <linux/if_xdp.h>
#include <sys/mman.h>
#include <sys/socket.h>

#ifndef XDP_MAX_TX_SKB_BUDGET
#define XDP_MAX_TX_SKB_BUDGET 9 /* linux/if_xdp.h of newer kernels */
#endif

enum {
    FRAMES = 2048,      /* as many as the transmit ring holds, so that the ring never lacks a slot */
    CHUNK_BYTES = 2048, /* the least that a UMEM's frame may have */
    FILL_SLOTS = 64,    /* the kernel asks for a fill ring even where nothing is received */
    BIND_TRIES = 100    /* a queue is busy for some 10 ms after its last socket was closed */
};

struct ring {
    uint32_t *producer, *consumer;
    void *slots;
};

static void option(int fd, int name, const void *value, socklen_t bytes, const char *what)
{
    if (setsockopt(fd, SOL_XDP, name, value, bytes))
        die(what);
}

static struct ring map_ring(int fd, const struct xdp_ring_offset *offset, size_t slots_bytes, uint64_t page)
{
    size_t bytes = offset->desc + slots_bytes;
    char *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, page);

    if (at == MAP_FAILED)
        die("mmap of a ring");
    return (struct ring) {
        .producer = (uint32_t *) (at + offset->producer),
        .consumer = (uint32_t *) (at + offset->consumer),
        .slots = at + offset->desc,
    };
}

static void bind_queue(int fd, int interface, int queue)
{
    struct sockaddr_xdp address = {
        .sxdp_family = AF_XDP,
        .sxdp_flags = XDP_COPY,
        .sxdp_ifindex = interface,
        .sxdp_queue_id = queue,
    };
    struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};

    for (int i = 0; bind(fd, (struct sockaddr *) &address, sizeof address); i++) {
        if (errno != EBUSY || i == BIND_TRIES)
            die("bind");
        nanosleep(&pause, NULL);
    }
}

/* Takes back the addresses of frames that were sent; returns how many there are now. */
static int take_back(struct ring *completed, uint64_t *unused, int unused_count)
{
    uint32_t from = *completed->consumer, to = __atomic_load_n(completed->producer, __ATOMIC_ACQUIRE);

    for (uint32_t i = from; i != to; i++)
        unused[unused_count++] = ((uint64_t *) completed->slots)[i & (FRAMES - 1)];
    __atomic_store_n(completed->consumer, to, __ATOMIC_RELEASE);
    return unused_count;
}

static void kick(int fd)
{
    if (sendto(fd, NULL, 0, MSG_DONTWAIT, NULL, 0) < 0 && errno != EAGAIN && errno != EBUSY && errno != ENOBUFS
            && errno != EINTR)
        die("sendto");
}

int main(int count, char **arguments)
{
    static uint64_t unused[FRAMES];
    double seconds;
    int interface = syn_arguments(count, arguments, &seconds);
    int queue = count > 3 ? atoi(arguments[3]) : 0;
    int fd = socket(AF_XDP, SOCK_RAW, 0);
    uint8_t *umem = mmap(NULL, (size_t) FRAMES * CHUNK_BYTES, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

    if (fd < 0)
        die("socket");
    if (umem == MAP_FAILED)
        die("mmap of the frames");
    struct xdp_umem_reg memory = {.addr = (uintptr_t) umem, .len = (uint64_t) FRAMES * CHUNK_BYTES,
                                  .chunk_size = CHUNK_BYTES};
    int frames = FRAMES, fill_slots = FILL_SLOTS;
    option(fd, XDP_UMEM_REG, &memory, sizeof memory, "XDP_UMEM_REG");
    option(fd, XDP_UMEM_FILL_RING, &fill_slots, sizeof fill_slots, "XDP_UMEM_FILL_RING");
    option(fd, XDP_UMEM_COMPLETION_RING, &frames, sizeof frames, "XDP_UMEM_COMPLETION_RING");
    option(fd, XDP_TX_RING, &frames, sizeof frames, "XDP_TX_RING");
    /* Without it the kernel takes 32 frames a call; older kernels don't know it. */
    if (setsockopt(fd, SOL_XDP, XDP_MAX_TX_SKB_BUDGET, &frames, sizeof frames) && errno != ENOPROTOOPT)
        die("XDP_MAX_TX_SKB_BUDGET");

    struct xdp_mmap_offsets offsets;
    socklen_t offsets_bytes = sizeof offsets;
    if (getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &offsets, &offsets_bytes))
        die("XDP_MMAP_OFFSETS");
    struct ring transmit = map_ring(fd, &offsets.tx, FRAMES * sizeof(struct xdp_desc), XDP_PGOFF_TX_RING);
    struct ring completed = map_ring(fd, &offsets.cr, FRAMES * sizeof(uint64_t), XDP_UMEM_PGOFF_COMPLETION_RING);
    bind_queue(fd, interface, queue);

    int unused_count = FRAMES;
    for (int i = 0; i < FRAMES; i++)
        unused[i] = (uint64_t) i * CHUNK_BYTES;
    uint32_t next = *transmit.producer;
    uint64_t queued = 0;
    double begin = now_seconds(), end = begin;
    while (!syn_stopped && end - begin < seconds) {
        unused_count = take_back(&completed, unused, unused_count);
        if (unused_count >= SYN_BATCH) {
            for (int i = 0; i < SYN_BATCH; i++) {
                uint64_t address = unused[--unused_count];
                syn_write(umem + address, queued++);
                ((struct xdp_desc *) transmit.slots)[next++ & (FRAMES - 1)] =
                        (struct xdp_desc) {.addr = address, .len = SYN_BYTES};
            }
            __atomic_store_n(transmit.producer, next, __ATOMIC_RELEASE);
        }
        kick(fd);
        end = now_seconds();
    }
    unused_count = take_back(&completed, unused, unused_count);
    syn_report(queued - (FRAMES - unused_count), end - begin);
    return 0;
}
