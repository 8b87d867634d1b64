// SPDX-License-Identifier: Apache-2.0
/*
 * What the C compiler and the kernel's headers say of every constant, size and offset in sonde.sys,
 * as lines "Class.CONSTANT value". Its output is checked in as abi-x86_64.txt and abi-aarch64.txt;
 * AbiTest compares.
 *
 *     cc -o abi abi.c && ./abi > abi-x86_64.txt
 *     cc -DGENERIC_CALLS -o abi abi.c && ./abi > abi-aarch64.txt
 *
 * GENERIC_CALLS takes the numbers of the system calls from the kernel's generic table, which aarch64
 * uses. All else here is of fixed width or of the width of a pointer, and equal on both.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <netinet/in.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <linux/bpf.h>
#include <linux/ethtool.h>
#include <linux/filter.h>
#include <linux/genetlink.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/neighbour.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/version.h>
#ifdef GENERIC_CALLS
#include <asm-generic/unistd.h>
#else
#include <asm/unistd.h>
#endif

/* linux/netdev.h is younger than the headers of some distributions; as of Linux 6.6. */
#ifndef NETDEV_CMD_DEV_GET
#define NETDEV_CMD_DEV_GET 1
#define NETDEV_A_DEV_IFINDEX 1
#define NETDEV_A_DEV_XDP_FEATURES 3
#define NETDEV_XDP_ACT_NDO_XMIT 4
#define NETDEV_XDP_ACT_XSK_ZEROCOPY 8
#endif

/* An enumerator since 6.6; the headers of older systems lack it. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
#define BPF_TCX_INGRESS 46
#endif

/* A macro since 6.18; the headers of older systems lack it. */
#ifndef XDP_MAX_TX_SKB_BUDGET
#define XDP_MAX_TX_SKB_BUDGET 9
#endif

#define VALUE(class, name) printf("%s.%s %lld\n", #class, #name, (long long) (name))
#define SIZE(class, type) printf("%s.SIZEOF %zu\n", #class, sizeof(type))
#define FIELD(class, type, name, field) printf("%s.%s %zu\n", #class, #name, offsetof(type, field))
/* For structs without a name, and for those of which a part is in use. */
#define END(class, type, last) \
    printf("%s.SIZEOF %zu\n", #class, offsetof(type, last) + sizeof(((type *) 0)->last))
#define AS(class, name, value) printf("%s.%s %lld\n", #class, #name, (long long) (value))
#define CALL(name, call) printf("Syscall.%s %d\n", #name, __NR_##call)

static void print_bpf(void) {
    VALUE(Bpf, BPF_MAP_CREATE);
    VALUE(Bpf, BPF_MAP_LOOKUP_ELEM);
    VALUE(Bpf, BPF_MAP_UPDATE_ELEM);
    VALUE(Bpf, BPF_PROG_LOAD);
    VALUE(Bpf, BPF_PROG_TEST_RUN);
    VALUE(Bpf, BPF_LINK_CREATE);
    VALUE(Bpf, BPF_MAP_TYPE_ARRAY);
    VALUE(Bpf, BPF_MAP_TYPE_XSKMAP);
    VALUE(Bpf, BPF_F_MMAPABLE);
    VALUE(Bpf, BPF_ANY);
    VALUE(Bpf, BPF_PROG_TYPE_SCHED_CLS);
    VALUE(Bpf, BPF_PROG_TYPE_XDP);
    VALUE(Bpf, BPF_XDP);
    VALUE(Bpf, BPF_TCX_INGRESS);
    VALUE(Bpf, BPF_OBJ_NAME_LEN);
    VALUE(Bpf, BPF_F_TEST_XDP_LIVE_FRAMES);
    VALUE(Bpf, BPF_PSEUDO_MAP_FD);
    VALUE(Bpf, BPF_PSEUDO_MAP_VALUE);
    AS(Bpf, BPF_FUNC_GET_SMP_PROCESSOR_ID, BPF_FUNC_get_smp_processor_id);
    AS(Bpf, BPF_FUNC_REDIRECT, BPF_FUNC_redirect);
    AS(Bpf, BPF_FUNC_SKB_PULL_DATA, BPF_FUNC_skb_pull_data);
    AS(Bpf, BPF_FUNC_REDIRECT_MAP, BPF_FUNC_redirect_map);
    VALUE(Bpf, XDP_DROP);
    VALUE(Bpf, XDP_PASS);
    VALUE(Bpf, XDP_TX);
    VALUE(Bpf, XDP_REDIRECT);
    VALUE(Bpf, XDP_FLAGS_SKB_MODE);
    VALUE(Bpf, XDP_FLAGS_DRV_MODE);
    VALUE(Bpf, TC_ACT_UNSPEC);
    VALUE(Bpf, TC_ACT_SHOT);
}

static void print_bpflinkcreateattr(void) {
    END(BpfLinkCreateAttr, union bpf_attr, link_create.flags);
    FIELD(BpfLinkCreateAttr, union bpf_attr, PROG_FD_OFFSET, link_create.prog_fd);
    FIELD(BpfLinkCreateAttr, union bpf_attr, TARGET_IFINDEX_OFFSET, link_create.target_ifindex);
    FIELD(BpfLinkCreateAttr, union bpf_attr, ATTACH_TYPE_OFFSET, link_create.attach_type);
    FIELD(BpfLinkCreateAttr, union bpf_attr, FLAGS_OFFSET, link_create.flags);
}

static void print_bpfmapcreateattr(void) {
    END(BpfMapCreateAttr, union bpf_attr, map_name);
    FIELD(BpfMapCreateAttr, union bpf_attr, MAP_TYPE_OFFSET, map_type);
    FIELD(BpfMapCreateAttr, union bpf_attr, KEY_SIZE_OFFSET, key_size);
    FIELD(BpfMapCreateAttr, union bpf_attr, VALUE_SIZE_OFFSET, value_size);
    FIELD(BpfMapCreateAttr, union bpf_attr, MAX_ENTRIES_OFFSET, max_entries);
    FIELD(BpfMapCreateAttr, union bpf_attr, MAP_FLAGS_OFFSET, map_flags);
    FIELD(BpfMapCreateAttr, union bpf_attr, MAP_NAME_OFFSET, map_name);
}

static void print_bpfmapelemattr(void) {
    END(BpfMapElemAttr, union bpf_attr, flags);
    FIELD(BpfMapElemAttr, union bpf_attr, MAP_FD_OFFSET, map_fd);
    FIELD(BpfMapElemAttr, union bpf_attr, KEY_OFFSET, key);
    FIELD(BpfMapElemAttr, union bpf_attr, VALUE_OFFSET, value);
    FIELD(BpfMapElemAttr, union bpf_attr, FLAGS_OFFSET, flags);
}

static void print_bpfprogloadattr(void) {
    END(BpfProgLoadAttr, union bpf_attr, expected_attach_type);
    FIELD(BpfProgLoadAttr, union bpf_attr, PROG_TYPE_OFFSET, prog_type);
    FIELD(BpfProgLoadAttr, union bpf_attr, INSN_CNT_OFFSET, insn_cnt);
    FIELD(BpfProgLoadAttr, union bpf_attr, INSNS_OFFSET, insns);
    FIELD(BpfProgLoadAttr, union bpf_attr, LICENSE_OFFSET, license);
    FIELD(BpfProgLoadAttr, union bpf_attr, LOG_LEVEL_OFFSET, log_level);
    FIELD(BpfProgLoadAttr, union bpf_attr, LOG_SIZE_OFFSET, log_size);
    FIELD(BpfProgLoadAttr, union bpf_attr, LOG_BUF_OFFSET, log_buf);
    FIELD(BpfProgLoadAttr, union bpf_attr, PROG_NAME_OFFSET, prog_name);
    FIELD(BpfProgLoadAttr, union bpf_attr, EXPECTED_ATTACH_TYPE_OFFSET, expected_attach_type);
}

static void print_bpfrunattr(void) {
    END(BpfRunAttr, union bpf_attr, test.batch_size);
    FIELD(BpfRunAttr, union bpf_attr, PROG_FD_OFFSET, test.prog_fd);
    FIELD(BpfRunAttr, union bpf_attr, RETVAL_OFFSET, test.retval);
    FIELD(BpfRunAttr, union bpf_attr, DATA_SIZE_IN_OFFSET, test.data_size_in);
    FIELD(BpfRunAttr, union bpf_attr, DATA_SIZE_OUT_OFFSET, test.data_size_out);
    FIELD(BpfRunAttr, union bpf_attr, DATA_IN_OFFSET, test.data_in);
    FIELD(BpfRunAttr, union bpf_attr, DATA_OUT_OFFSET, test.data_out);
    FIELD(BpfRunAttr, union bpf_attr, REPEAT_OFFSET, test.repeat);
    FIELD(BpfRunAttr, union bpf_attr, CTX_SIZE_IN_OFFSET, test.ctx_size_in);
    FIELD(BpfRunAttr, union bpf_attr, CTX_IN_OFFSET, test.ctx_in);
    FIELD(BpfRunAttr, union bpf_attr, FLAGS_OFFSET, test.flags);
    FIELD(BpfRunAttr, union bpf_attr, BATCH_SIZE_OFFSET, test.batch_size);
}

static void print_errno(void) {
    VALUE(Errno, EPERM);
    VALUE(Errno, ENOENT);
    VALUE(Errno, ESRCH);
    VALUE(Errno, EINTR);
    VALUE(Errno, EIO);
    VALUE(Errno, ENXIO);
    VALUE(Errno, E2BIG);
    VALUE(Errno, EBADF);
    VALUE(Errno, EAGAIN);
    VALUE(Errno, ENOMEM);
    VALUE(Errno, EACCES);
    VALUE(Errno, EFAULT);
    VALUE(Errno, EBUSY);
    VALUE(Errno, EEXIST);
    VALUE(Errno, ENODEV);
    VALUE(Errno, EINVAL);
    VALUE(Errno, ENFILE);
    VALUE(Errno, EMFILE);
    VALUE(Errno, ENOTTY);
    VALUE(Errno, ENOSPC);
    VALUE(Errno, EPIPE);
    VALUE(Errno, ENOSYS);
    VALUE(Errno, ENOTSOCK);
    VALUE(Errno, EDESTADDRREQ);
    VALUE(Errno, EMSGSIZE);
    VALUE(Errno, EPROTOTYPE);
    VALUE(Errno, ENOPROTOOPT);
    VALUE(Errno, EPROTONOSUPPORT);
    VALUE(Errno, ESOCKTNOSUPPORT);
    VALUE(Errno, EOPNOTSUPP);
    VALUE(Errno, EAFNOSUPPORT);
    VALUE(Errno, EADDRINUSE);
    VALUE(Errno, EADDRNOTAVAIL);
    VALUE(Errno, ENETDOWN);
    VALUE(Errno, ENETUNREACH);
    VALUE(Errno, ECONNABORTED);
    VALUE(Errno, ECONNRESET);
    VALUE(Errno, ENOBUFS);
    VALUE(Errno, EISCONN);
    VALUE(Errno, ENOTCONN);
    VALUE(Errno, ETIMEDOUT);
    VALUE(Errno, ECONNREFUSED);
    VALUE(Errno, EHOSTDOWN);
    VALUE(Errno, EHOSTUNREACH);
    VALUE(Errno, EALREADY);
    VALUE(Errno, EINPROGRESS);
}

static void print_genetlink(void) {
    VALUE(Genetlink, NETLINK_GENERIC);
    VALUE(Genetlink, GENL_HDRLEN);
    VALUE(Genetlink, GENL_ID_CTRL);
    VALUE(Genetlink, CTRL_CMD_GETFAMILY);
    VALUE(Genetlink, CTRL_ATTR_FAMILY_ID);
    VALUE(Genetlink, CTRL_ATTR_FAMILY_NAME);
    VALUE(Genetlink, NETDEV_CMD_DEV_GET);
    VALUE(Genetlink, NETDEV_A_DEV_IFINDEX);
    VALUE(Genetlink, NETDEV_A_DEV_XDP_FEATURES);
    VALUE(Genetlink, NETDEV_XDP_ACT_NDO_XMIT);
    VALUE(Genetlink, NETDEV_XDP_ACT_XSK_ZEROCOPY);
}

static void print_ethtoolchannels(void) {
    SIZE(EthtoolChannels, struct ethtool_channels);
    FIELD(EthtoolChannels, struct ethtool_channels, CMD_OFFSET, cmd);
    FIELD(EthtoolChannels, struct ethtool_channels, RX_COUNT_OFFSET, rx_count);
    FIELD(EthtoolChannels, struct ethtool_channels, TX_COUNT_OFFSET, tx_count);
    FIELD(EthtoolChannels, struct ethtool_channels, COMBINED_COUNT_OFFSET, combined_count);
    VALUE(EthtoolChannels, ETHTOOL_GCHANNELS);
}

static void print_ifaddrmsg(void) {
    SIZE(Ifaddrmsg, struct ifaddrmsg);
    FIELD(Ifaddrmsg, struct ifaddrmsg, IFA_FAMILY_OFFSET, ifa_family);
    FIELD(Ifaddrmsg, struct ifaddrmsg, IFA_PREFIXLEN_OFFSET, ifa_prefixlen);
    FIELD(Ifaddrmsg, struct ifaddrmsg, IFA_FLAGS_OFFSET, ifa_flags);
    FIELD(Ifaddrmsg, struct ifaddrmsg, IFA_SCOPE_OFFSET, ifa_scope);
    FIELD(Ifaddrmsg, struct ifaddrmsg, IFA_INDEX_OFFSET, ifa_index);
}

static void print_ifinfomsg(void) {
    SIZE(Ifinfomsg, struct ifinfomsg);
    FIELD(Ifinfomsg, struct ifinfomsg, IFI_FAMILY_OFFSET, ifi_family);
    FIELD(Ifinfomsg, struct ifinfomsg, IFI_TYPE_OFFSET, ifi_type);
    FIELD(Ifinfomsg, struct ifinfomsg, IFI_INDEX_OFFSET, ifi_index);
    FIELD(Ifinfomsg, struct ifinfomsg, IFI_FLAGS_OFFSET, ifi_flags);
    FIELD(Ifinfomsg, struct ifinfomsg, IFI_CHANGE_OFFSET, ifi_change);
}

static void print_ifreq(void) {
    SIZE(Ifreq, struct ifreq);
    FIELD(Ifreq, struct ifreq, IFR_NAME_OFFSET, ifr_name);
    FIELD(Ifreq, struct ifreq, IFR_IFINDEX_OFFSET, ifr_ifindex);
    FIELD(Ifreq, struct ifreq, IFR_FLAGS_OFFSET, ifr_flags);
    FIELD(Ifreq, struct ifreq, IFR_HWADDR_OFFSET, ifr_hwaddr);
    FIELD(Ifreq, struct ifreq, IFR_DATA_OFFSET, ifr_data);
}

static void print_iovec(void) {
    SIZE(Iovec, struct iovec);
    FIELD(Iovec, struct iovec, IOV_BASE_OFFSET, iov_base);
    FIELD(Iovec, struct iovec, IOV_LEN_OFFSET, iov_len);
}

static void print_mman(void) {
    VALUE(Mman, PROT_READ);
    VALUE(Mman, PROT_WRITE);
    VALUE(Mman, MAP_SHARED);
    VALUE(Mman, MAP_PRIVATE);
    VALUE(Mman, MAP_ANONYMOUS);
    VALUE(Mman, MAP_POPULATE);
}

static void print_mmsghdr(void) {
    SIZE(Mmsghdr, struct mmsghdr);
    FIELD(Mmsghdr, struct mmsghdr, MSG_NAME_OFFSET, msg_hdr.msg_name);
    FIELD(Mmsghdr, struct mmsghdr, MSG_NAMELEN_OFFSET, msg_hdr.msg_namelen);
    FIELD(Mmsghdr, struct mmsghdr, MSG_IOV_OFFSET, msg_hdr.msg_iov);
    FIELD(Mmsghdr, struct mmsghdr, MSG_IOVLEN_OFFSET, msg_hdr.msg_iovlen);
    FIELD(Mmsghdr, struct mmsghdr, MSG_CONTROL_OFFSET, msg_hdr.msg_control);
    FIELD(Mmsghdr, struct mmsghdr, MSG_CONTROLLEN_OFFSET, msg_hdr.msg_controllen);
    FIELD(Mmsghdr, struct mmsghdr, MSG_FLAGS_OFFSET, msg_hdr.msg_flags);
    FIELD(Mmsghdr, struct mmsghdr, MSG_LEN_OFFSET, msg_len);
}

static void print_ndmsg(void) {
    SIZE(Ndmsg, struct ndmsg);
    FIELD(Ndmsg, struct ndmsg, NDM_FAMILY_OFFSET, ndm_family);
    FIELD(Ndmsg, struct ndmsg, NDM_IFINDEX_OFFSET, ndm_ifindex);
    FIELD(Ndmsg, struct ndmsg, NDM_STATE_OFFSET, ndm_state);
    FIELD(Ndmsg, struct ndmsg, NDM_FLAGS_OFFSET, ndm_flags);
    FIELD(Ndmsg, struct ndmsg, NDM_TYPE_OFFSET, ndm_type);
}

static void print_nfgenmsg(void) {
    SIZE(Nfgenmsg, struct nfgenmsg);
    FIELD(Nfgenmsg, struct nfgenmsg, NFGEN_FAMILY_OFFSET, nfgen_family);
    FIELD(Nfgenmsg, struct nfgenmsg, VERSION_OFFSET, version);
    FIELD(Nfgenmsg, struct nfgenmsg, RES_ID_OFFSET, res_id);
}

static void print_nfnetlink(void) {
    VALUE(Nfnetlink, NETLINK_NETFILTER);
    VALUE(Nfnetlink, NFNETLINK_V0);
    VALUE(Nfnetlink, NFNL_SUBSYS_NFTABLES);
    VALUE(Nfnetlink, NFNL_MSG_BATCH_BEGIN);
    VALUE(Nfnetlink, NFNL_MSG_BATCH_END);
    VALUE(Nfnetlink, NFPROTO_INET);
    VALUE(Nfnetlink, NFPROTO_IPV4);
    VALUE(Nfnetlink, NFPROTO_IPV6);
    VALUE(Nfnetlink, NF_INET_LOCAL_IN);
    VALUE(Nfnetlink, NF_IP_PRI_RAW);
    VALUE(Nfnetlink, NF_DROP);
    VALUE(Nfnetlink, NF_ACCEPT);
}

static void print_nftables(void) {
    VALUE(Nftables, NFT_MSG_NEWTABLE);
    VALUE(Nftables, NFT_MSG_NEWCHAIN);
    VALUE(Nftables, NFT_MSG_NEWRULE);
    VALUE(Nftables, NFTA_TABLE_NAME);
    VALUE(Nftables, NFTA_TABLE_FLAGS);
    VALUE(Nftables, NFT_TABLE_F_OWNER);
    VALUE(Nftables, NFTA_CHAIN_TABLE);
    VALUE(Nftables, NFTA_CHAIN_NAME);
    VALUE(Nftables, NFTA_CHAIN_HOOK);
    VALUE(Nftables, NFTA_CHAIN_POLICY);
    VALUE(Nftables, NFTA_CHAIN_TYPE);
    VALUE(Nftables, NFTA_HOOK_HOOKNUM);
    VALUE(Nftables, NFTA_HOOK_PRIORITY);
    VALUE(Nftables, NFTA_RULE_TABLE);
    VALUE(Nftables, NFTA_RULE_CHAIN);
    VALUE(Nftables, NFTA_RULE_EXPRESSIONS);
    VALUE(Nftables, NFTA_LIST_ELEM);
    VALUE(Nftables, NFTA_EXPR_NAME);
    VALUE(Nftables, NFTA_EXPR_DATA);
    VALUE(Nftables, NFTA_DATA_VALUE);
    VALUE(Nftables, NFTA_DATA_VERDICT);
    VALUE(Nftables, NFTA_VERDICT_CODE);
    VALUE(Nftables, NFT_REG_VERDICT);
    VALUE(Nftables, NFT_REG_1);
    VALUE(Nftables, NFTA_META_DREG);
    VALUE(Nftables, NFTA_META_KEY);
    VALUE(Nftables, NFT_META_NFPROTO);
    VALUE(Nftables, NFT_META_L4PROTO);
    VALUE(Nftables, NFTA_PAYLOAD_DREG);
    VALUE(Nftables, NFTA_PAYLOAD_BASE);
    VALUE(Nftables, NFTA_PAYLOAD_OFFSET);
    VALUE(Nftables, NFTA_PAYLOAD_LEN);
    VALUE(Nftables, NFT_PAYLOAD_NETWORK_HEADER);
    VALUE(Nftables, NFT_PAYLOAD_TRANSPORT_HEADER);
    VALUE(Nftables, NFTA_BITWISE_SREG);
    VALUE(Nftables, NFTA_BITWISE_DREG);
    VALUE(Nftables, NFTA_BITWISE_LEN);
    VALUE(Nftables, NFTA_BITWISE_MASK);
    VALUE(Nftables, NFTA_BITWISE_XOR);
    VALUE(Nftables, NFTA_CMP_SREG);
    VALUE(Nftables, NFTA_CMP_OP);
    VALUE(Nftables, NFTA_CMP_DATA);
    VALUE(Nftables, NFT_CMP_EQ);
    VALUE(Nftables, NFT_CMP_NEQ);
    VALUE(Nftables, NFTA_RANGE_SREG);
    VALUE(Nftables, NFTA_RANGE_OP);
    VALUE(Nftables, NFTA_RANGE_FROM_DATA);
    VALUE(Nftables, NFTA_RANGE_TO_DATA);
    VALUE(Nftables, NFT_RANGE_EQ);
    VALUE(Nftables, NFTA_IMMEDIATE_DREG);
    VALUE(Nftables, NFTA_IMMEDIATE_DATA);
}

static void print_nlmsgerr(void) {
    SIZE(Nlmsgerr, struct nlmsgerr);
    FIELD(Nlmsgerr, struct nlmsgerr, ERROR_OFFSET, error);
    FIELD(Nlmsgerr, struct nlmsgerr, MSG_OFFSET, msg);
}

static void print_nlmsghdr(void) {
    SIZE(Nlmsghdr, struct nlmsghdr);
    FIELD(Nlmsghdr, struct nlmsghdr, NLMSG_LEN_OFFSET, nlmsg_len);
    FIELD(Nlmsghdr, struct nlmsghdr, NLMSG_TYPE_OFFSET, nlmsg_type);
    FIELD(Nlmsghdr, struct nlmsghdr, NLMSG_FLAGS_OFFSET, nlmsg_flags);
    FIELD(Nlmsghdr, struct nlmsghdr, NLMSG_SEQ_OFFSET, nlmsg_seq);
    FIELD(Nlmsghdr, struct nlmsghdr, NLMSG_PID_OFFSET, nlmsg_pid);
}

static void print_poll(void) {
    VALUE(Poll, POLLIN);
    VALUE(Poll, POLLOUT);
    VALUE(Poll, POLLERR);
    VALUE(Poll, POLLHUP);
    VALUE(Poll, POLLNVAL);
}

static void print_pollfd(void) {
    SIZE(PollFd, struct pollfd);
    FIELD(PollFd, struct pollfd, FD_OFFSET, fd);
    FIELD(PollFd, struct pollfd, EVENTS_OFFSET, events);
    FIELD(PollFd, struct pollfd, REVENTS_OFFSET, revents);
}

static void print_prctl(void) {
    VALUE(Prctl, PR_SET_TIMERSLACK);
}

static void print_rtattr(void) {
    SIZE(Rtattr, struct rtattr);
    FIELD(Rtattr, struct rtattr, RTA_LEN_OFFSET, rta_len);
    FIELD(Rtattr, struct rtattr, RTA_TYPE_OFFSET, rta_type);
}

static void print_rtmsg(void) {
    SIZE(Rtmsg, struct rtmsg);
    FIELD(Rtmsg, struct rtmsg, RTM_FAMILY_OFFSET, rtm_family);
    FIELD(Rtmsg, struct rtmsg, RTM_DST_LEN_OFFSET, rtm_dst_len);
    FIELD(Rtmsg, struct rtmsg, RTM_SRC_LEN_OFFSET, rtm_src_len);
    FIELD(Rtmsg, struct rtmsg, RTM_TOS_OFFSET, rtm_tos);
    FIELD(Rtmsg, struct rtmsg, RTM_TABLE_OFFSET, rtm_table);
    FIELD(Rtmsg, struct rtmsg, RTM_PROTOCOL_OFFSET, rtm_protocol);
    FIELD(Rtmsg, struct rtmsg, RTM_SCOPE_OFFSET, rtm_scope);
    FIELD(Rtmsg, struct rtmsg, RTM_TYPE_OFFSET, rtm_type);
    FIELD(Rtmsg, struct rtmsg, RTM_FLAGS_OFFSET, rtm_flags);
}

static void print_rtnetlink(void) {
    VALUE(Rtnetlink, NETLINK_ROUTE);
    VALUE(Rtnetlink, NLMSG_NOOP);
    VALUE(Rtnetlink, NLMSG_ERROR);
    VALUE(Rtnetlink, NLMSG_DONE);
    VALUE(Rtnetlink, NLMSG_OVERRUN);
    VALUE(Rtnetlink, RTM_NEWLINK);
    VALUE(Rtnetlink, RTM_GETLINK);
    VALUE(Rtnetlink, RTM_NEWADDR);
    VALUE(Rtnetlink, RTM_GETADDR);
    VALUE(Rtnetlink, RTM_NEWROUTE);
    VALUE(Rtnetlink, RTM_GETROUTE);
    VALUE(Rtnetlink, RTM_NEWNEIGH);
    VALUE(Rtnetlink, RTM_GETNEIGH);
    VALUE(Rtnetlink, NLM_F_REQUEST);
    VALUE(Rtnetlink, NLM_F_MULTI);
    VALUE(Rtnetlink, NLM_F_ACK);
    VALUE(Rtnetlink, NLM_F_DUMP_INTR);
    VALUE(Rtnetlink, NLM_F_DUMP);
    VALUE(Rtnetlink, NLM_F_EXCL);
    VALUE(Rtnetlink, NLM_F_CREATE);
    VALUE(Rtnetlink, NLA_TYPE_MASK);
    VALUE(Rtnetlink, NLA_F_NESTED);
    VALUE(Rtnetlink, IFLA_ADDRESS);
    VALUE(Rtnetlink, IFLA_IFNAME);
    VALUE(Rtnetlink, IFLA_MTU);
    VALUE(Rtnetlink, IFLA_LINK);
    VALUE(Rtnetlink, IFLA_OPERSTATE);
    VALUE(Rtnetlink, IFLA_LINKINFO);
    VALUE(Rtnetlink, IFLA_CARRIER_CHANGES);
    VALUE(Rtnetlink, IFLA_INFO_KIND);
    VALUE(Rtnetlink, IFF_UP);
    VALUE(Rtnetlink, IFF_BROADCAST);
    VALUE(Rtnetlink, IFF_LOOPBACK);
    VALUE(Rtnetlink, IFF_POINTOPOINT);
    VALUE(Rtnetlink, IFF_RUNNING);
    VALUE(Rtnetlink, IFF_NOARP);
    VALUE(Rtnetlink, IFF_LOWER_UP);
    VALUE(Rtnetlink, ARPHRD_ETHER);
    VALUE(Rtnetlink, ARPHRD_PPP);
    VALUE(Rtnetlink, ARPHRD_TUNNEL);
    VALUE(Rtnetlink, ARPHRD_LOOPBACK);
    VALUE(Rtnetlink, ARPHRD_SIT);
    VALUE(Rtnetlink, ARPHRD_IPGRE);
    VALUE(Rtnetlink, ARPHRD_RAWIP);
    VALUE(Rtnetlink, ARPHRD_NONE);
    VALUE(Rtnetlink, IFA_ADDRESS);
    VALUE(Rtnetlink, IFA_LOCAL);
    VALUE(Rtnetlink, IFA_FLAGS);
    VALUE(Rtnetlink, IFA_F_SECONDARY);
    VALUE(Rtnetlink, RTA_DST);
    VALUE(Rtnetlink, RTA_SRC);
    VALUE(Rtnetlink, RTA_IIF);
    VALUE(Rtnetlink, RTA_OIF);
    VALUE(Rtnetlink, RTA_GATEWAY);
    VALUE(Rtnetlink, RTA_PRIORITY);
    VALUE(Rtnetlink, RTA_PREFSRC);
    VALUE(Rtnetlink, RTA_METRICS);
    VALUE(Rtnetlink, RTA_MULTIPATH);
    VALUE(Rtnetlink, RTA_TABLE);
    VALUE(Rtnetlink, RTA_VIA);
    VALUE(Rtnetlink, RT_TABLE_MAIN);
    VALUE(Rtnetlink, RT_TABLE_LOCAL);
    VALUE(Rtnetlink, RTN_UNICAST);
    VALUE(Rtnetlink, RTN_LOCAL);
    VALUE(Rtnetlink, RTN_BROADCAST);
    VALUE(Rtnetlink, RTN_MULTICAST);
    VALUE(Rtnetlink, RTN_BLACKHOLE);
    VALUE(Rtnetlink, RTN_UNREACHABLE);
    VALUE(Rtnetlink, RTN_PROHIBIT);
    VALUE(Rtnetlink, RT_SCOPE_UNIVERSE);
    VALUE(Rtnetlink, RT_SCOPE_LINK);
    VALUE(Rtnetlink, RT_SCOPE_HOST);
    VALUE(Rtnetlink, RTM_F_LOOKUP_TABLE);
    VALUE(Rtnetlink, NDA_DST);
    VALUE(Rtnetlink, NDA_LLADDR);
    VALUE(Rtnetlink, NUD_INCOMPLETE);
    VALUE(Rtnetlink, NUD_REACHABLE);
    VALUE(Rtnetlink, NUD_STALE);
    VALUE(Rtnetlink, NUD_DELAY);
    VALUE(Rtnetlink, NUD_PROBE);
    VALUE(Rtnetlink, NUD_FAILED);
    VALUE(Rtnetlink, NUD_NOARP);
    VALUE(Rtnetlink, NUD_PERMANENT);
}

static void print_rusage(void) {
    SIZE(Rusage, struct rusage);
    FIELD(Rusage, struct rusage, RU_UTIME_OFFSET, ru_utime);
    FIELD(Rusage, struct rusage, RU_STIME_OFFSET, ru_stime);
    FIELD(Rusage, struct rusage, RU_MAXRSS_OFFSET, ru_maxrss);
}

static void print_signal(void) {
    VALUE(Signal, SIGSTOP);
}

static void print_skbuff(void) {
    FIELD(SkBuff, struct __sk_buff, LEN_OFFSET, len);
    FIELD(SkBuff, struct __sk_buff, VLAN_PRESENT_OFFSET, vlan_present);
    FIELD(SkBuff, struct __sk_buff, DATA_OFFSET, data);
    FIELD(SkBuff, struct __sk_buff, DATA_END_OFFSET, data_end);
}

static void print_sockfilter(void) {
    SIZE(SockFilter, struct sock_filter);
    FIELD(SockFilter, struct sock_filter, CODE_OFFSET, code);
    FIELD(SockFilter, struct sock_filter, JT_OFFSET, jt);
    FIELD(SockFilter, struct sock_filter, JF_OFFSET, jf);
    FIELD(SockFilter, struct sock_filter, K_OFFSET, k);
}

static void print_sockfprog(void) {
    SIZE(SockFprog, struct sock_fprog);
    FIELD(SockFprog, struct sock_fprog, LEN_OFFSET, len);
    FIELD(SockFprog, struct sock_fprog, FILTER_OFFSET, filter);
}

static void print_sockaddrin(void) {
    SIZE(SockaddrIn, struct sockaddr_in);
    FIELD(SockaddrIn, struct sockaddr_in, SIN_FAMILY_OFFSET, sin_family);
    FIELD(SockaddrIn, struct sockaddr_in, SIN_PORT_OFFSET, sin_port);
    FIELD(SockaddrIn, struct sockaddr_in, SIN_ADDR_OFFSET, sin_addr);
    SIZE(SockaddrIn6, struct sockaddr_in6);
    FIELD(SockaddrIn6, struct sockaddr_in6, SIN6_FAMILY_OFFSET, sin6_family);
    FIELD(SockaddrIn6, struct sockaddr_in6, SIN6_PORT_OFFSET, sin6_port);
    FIELD(SockaddrIn6, struct sockaddr_in6, SIN6_FLOWINFO_OFFSET, sin6_flowinfo);
    FIELD(SockaddrIn6, struct sockaddr_in6, SIN6_ADDR_OFFSET, sin6_addr);
    FIELD(SockaddrIn6, struct sockaddr_in6, SIN6_SCOPE_ID_OFFSET, sin6_scope_id);
    SIZE(PacketMreq, struct packet_mreq);
    FIELD(PacketMreq, struct packet_mreq, MR_IFINDEX_OFFSET, mr_ifindex);
    FIELD(PacketMreq, struct packet_mreq, MR_TYPE_OFFSET, mr_type);
    FIELD(PacketMreq, struct packet_mreq, MR_ALEN_OFFSET, mr_alen);
    FIELD(PacketMreq, struct packet_mreq, MR_ADDRESS_OFFSET, mr_address);
}

static void print_sockaddrll(void) {
    SIZE(SockaddrLl, struct sockaddr_ll);
    FIELD(SockaddrLl, struct sockaddr_ll, SLL_FAMILY_OFFSET, sll_family);
    FIELD(SockaddrLl, struct sockaddr_ll, SLL_PROTOCOL_OFFSET, sll_protocol);
    FIELD(SockaddrLl, struct sockaddr_ll, SLL_IFINDEX_OFFSET, sll_ifindex);
    FIELD(SockaddrLl, struct sockaddr_ll, SLL_HATYPE_OFFSET, sll_hatype);
    FIELD(SockaddrLl, struct sockaddr_ll, SLL_PKTTYPE_OFFSET, sll_pkttype);
    FIELD(SockaddrLl, struct sockaddr_ll, SLL_HALEN_OFFSET, sll_halen);
    FIELD(SockaddrLl, struct sockaddr_ll, SLL_ADDR_OFFSET, sll_addr);
}

static void print_sockaddrnl(void) {
    SIZE(SockaddrNl, struct sockaddr_nl);
    FIELD(SockaddrNl, struct sockaddr_nl, NL_FAMILY_OFFSET, nl_family);
    FIELD(SockaddrNl, struct sockaddr_nl, NL_PAD_OFFSET, nl_pad);
    FIELD(SockaddrNl, struct sockaddr_nl, NL_PID_OFFSET, nl_pid);
    FIELD(SockaddrNl, struct sockaddr_nl, NL_GROUPS_OFFSET, nl_groups);
}

static void print_sockaddrxdp(void) {
    SIZE(SockaddrXdp, struct sockaddr_xdp);
    FIELD(SockaddrXdp, struct sockaddr_xdp, SXDP_FAMILY_OFFSET, sxdp_family);
    FIELD(SockaddrXdp, struct sockaddr_xdp, SXDP_FLAGS_OFFSET, sxdp_flags);
    FIELD(SockaddrXdp, struct sockaddr_xdp, SXDP_IFINDEX_OFFSET, sxdp_ifindex);
    FIELD(SockaddrXdp, struct sockaddr_xdp, SXDP_QUEUE_ID_OFFSET, sxdp_queue_id);
    FIELD(SockaddrXdp, struct sockaddr_xdp, SXDP_SHARED_UMEM_FD_OFFSET, sxdp_shared_umem_fd);
}

static void print_socket(void) {
    VALUE(Socket, AF_INET);
    VALUE(Socket, AF_NETLINK);
    VALUE(Socket, AF_PACKET);
    VALUE(Socket, AF_UNSPEC);
    VALUE(Socket, AF_XDP);
    VALUE(Socket, AF_INET6);
    VALUE(Socket, SOCK_DGRAM);
    VALUE(Socket, SOCK_RAW);
    VALUE(Socket, SOCK_CLOEXEC);
    VALUE(Socket, IPPROTO_TCP);
    VALUE(Socket, IPPROTO_UDP);
    VALUE(Socket, IPPROTO_SCTP);
    VALUE(Socket, IPPROTO_RAW);
    VALUE(Socket, IPPROTO_IPV6);
    VALUE(Socket, IPV6_RECVERR);
    VALUE(Socket, IPPROTO_IP);
    VALUE(Socket, IP_RECVERR);
    VALUE(Socket, ETH_P_IP);
    VALUE(Socket, ETH_P_ARP);
    VALUE(Socket, ETH_P_IPV6);
    VALUE(Socket, ETH_P_8021Q);
    VALUE(Socket, ETH_P_8021AD);
    VALUE(Socket, ETH_P_ALL);
    VALUE(Socket, SOL_SOCKET);
    VALUE(Socket, SO_ERROR);
    VALUE(Socket, SO_RCVBUF);
    VALUE(Socket, SO_RCVBUFFORCE);
    VALUE(Socket, SO_BINDTODEVICE);
    VALUE(Socket, SO_ATTACH_FILTER);
    VALUE(Socket, SOL_PACKET);
    VALUE(Socket, PACKET_RX_RING);
    VALUE(Socket, PACKET_STATISTICS);
    VALUE(Socket, PACKET_ADD_MEMBERSHIP);
    VALUE(Socket, PACKET_MR_ALLMULTI);
    VALUE(Socket, PACKET_VERSION);
    VALUE(Socket, PACKET_TX_RING);
    VALUE(Socket, PACKET_FANOUT);
    VALUE(Socket, PACKET_FANOUT_HASH);
    VALUE(Socket, PACKET_QDISC_BYPASS);
    VALUE(Socket, PACKET_IGNORE_OUTGOING);
    VALUE(Socket, PACKET_OUTGOING);
    VALUE(Socket, TPACKET_V2);
    VALUE(Socket, TPACKET_V3);
    VALUE(Socket, MSG_DONTWAIT);
    VALUE(Socket, MSG_PEEK);
    VALUE(Socket, MSG_TRUNC);
    VALUE(Socket, SIOCGIFFLAGS);
    VALUE(Socket, SIOCETHTOOL);
    VALUE(Socket, SIOCGIFHWADDR);
    VALUE(Socket, SIOCGIFINDEX);
}

static void print_syscall(void) {
    CALL(BIND, bind);
    CALL(BPF, bpf);
    CALL(CLOSE, close);
    CALL(CONNECT, connect);
    CALL(GETRUSAGE, getrusage);
    CALL(GETSOCKNAME, getsockname);
    CALL(GETSOCKOPT, getsockopt);
    CALL(IOCTL, ioctl);
    CALL(KILL, kill);
    CALL(MMAP, mmap);
    CALL(MUNMAP, munmap);
    CALL(PPOLL, ppoll);
    CALL(PRCTL, prctl);
    CALL(RECVFROM, recvfrom);
    CALL(SCHED_SETAFFINITY, sched_setaffinity);
    CALL(SENDMMSG, sendmmsg);
    CALL(SENDTO, sendto);
    CALL(SETSOCKOPT, setsockopt);
    CALL(SOCKET, socket);
}

static void print_tpacket3hdr(void) {
    SIZE(Tpacket3Hdr, struct tpacket3_hdr);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_NEXT_OFFSET_OFFSET, tp_next_offset);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_SEC_OFFSET, tp_sec);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_NSEC_OFFSET, tp_nsec);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_SNAPLEN_OFFSET, tp_snaplen);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_LEN_OFFSET, tp_len);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_STATUS_OFFSET, tp_status);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_MAC_OFFSET, tp_mac);
    FIELD(Tpacket3Hdr, struct tpacket3_hdr, TP_NET_OFFSET, tp_net);
}

static void print_tpacketblockdesc(void) {
    SIZE(TpacketBlockDesc, struct tpacket_block_desc);
    FIELD(TpacketBlockDesc, struct tpacket_block_desc, BLOCK_STATUS_OFFSET, hdr.bh1.block_status);
    FIELD(TpacketBlockDesc, struct tpacket_block_desc, NUM_PKTS_OFFSET, hdr.bh1.num_pkts);
    FIELD(TpacketBlockDesc, struct tpacket_block_desc, OFFSET_TO_FIRST_PKT_OFFSET, hdr.bh1.offset_to_first_pkt);
    FIELD(TpacketBlockDesc, struct tpacket_block_desc, BLK_LEN_OFFSET, hdr.bh1.blk_len);
    VALUE(TpacketBlockDesc, TP_STATUS_KERNEL);
    VALUE(TpacketBlockDesc, TP_STATUS_USER);
}

static void print_tpacketreq3(void) {
    SIZE(TpacketReq3, struct tpacket_req3);
    FIELD(TpacketReq3, struct tpacket_req3, TP_BLOCK_SIZE_OFFSET, tp_block_size);
    FIELD(TpacketReq3, struct tpacket_req3, TP_BLOCK_NR_OFFSET, tp_block_nr);
    FIELD(TpacketReq3, struct tpacket_req3, TP_FRAME_SIZE_OFFSET, tp_frame_size);
    FIELD(TpacketReq3, struct tpacket_req3, TP_FRAME_NR_OFFSET, tp_frame_nr);
    FIELD(TpacketReq3, struct tpacket_req3, TP_RETIRE_BLK_TOV_OFFSET, tp_retire_blk_tov);
    FIELD(TpacketReq3, struct tpacket_req3, TP_SIZEOF_PRIV_OFFSET, tp_sizeof_priv);
    FIELD(TpacketReq3, struct tpacket_req3, TP_FEATURE_REQ_WORD_OFFSET, tp_feature_req_word);
}

static void print_tpacketstats(void) {
    SIZE(TpacketStats, struct tpacket_stats_v3);
    FIELD(TpacketStats, struct tpacket_stats_v3, TP_PACKETS_OFFSET, tp_packets);
    FIELD(TpacketStats, struct tpacket_stats_v3, TP_DROPS_OFFSET, tp_drops);
    FIELD(TpacketStats, struct tpacket_stats_v3, TP_FREEZE_Q_CNT_OFFSET, tp_freeze_q_cnt);
}

static void print_xdp(void) {
    VALUE(Xdp, SOL_XDP);
    VALUE(Xdp, XDP_MMAP_OFFSETS);
    VALUE(Xdp, XDP_RX_RING);
    VALUE(Xdp, XDP_TX_RING);
    VALUE(Xdp, XDP_UMEM_REG);
    VALUE(Xdp, XDP_UMEM_FILL_RING);
    VALUE(Xdp, XDP_UMEM_COMPLETION_RING);
    VALUE(Xdp, XDP_STATISTICS);
    VALUE(Xdp, XDP_OPTIONS);
    VALUE(Xdp, XDP_MAX_TX_SKB_BUDGET);
    VALUE(Xdp, XDP_SHARED_UMEM);
    VALUE(Xdp, XDP_COPY);
    VALUE(Xdp, XDP_ZEROCOPY);
    VALUE(Xdp, XDP_USE_NEED_WAKEUP);
    VALUE(Xdp, XDP_RING_NEED_WAKEUP);
    VALUE(Xdp, XDP_PGOFF_RX_RING);
    VALUE(Xdp, XDP_PGOFF_TX_RING);
    VALUE(Xdp, XDP_UMEM_PGOFF_FILL_RING);
    VALUE(Xdp, XDP_UMEM_PGOFF_COMPLETION_RING);
}

static void print_xdpdesc(void) {
    SIZE(XdpDesc, struct xdp_desc);
    FIELD(XdpDesc, struct xdp_desc, ADDR_OFFSET, addr);
    FIELD(XdpDesc, struct xdp_desc, LEN_OFFSET, len);
    FIELD(XdpDesc, struct xdp_desc, OPTIONS_OFFSET, options);
}

static void print_xdpmd(void) {
    SIZE(XdpMd, struct xdp_md);
    FIELD(XdpMd, struct xdp_md, DATA_OFFSET, data);
    FIELD(XdpMd, struct xdp_md, DATA_END_OFFSET, data_end);
    FIELD(XdpMd, struct xdp_md, DATA_META_OFFSET, data_meta);
    FIELD(XdpMd, struct xdp_md, INGRESS_IFINDEX_OFFSET, ingress_ifindex);
    FIELD(XdpMd, struct xdp_md, RX_QUEUE_INDEX_OFFSET, rx_queue_index);
    FIELD(XdpMd, struct xdp_md, EGRESS_IFINDEX_OFFSET, egress_ifindex);
}

static void print_xdpmmapoffsets(void) {
    SIZE(XdpMmapOffsets, struct xdp_mmap_offsets);
    FIELD(XdpMmapOffsets, struct xdp_mmap_offsets, RX_OFFSET, rx);
    FIELD(XdpMmapOffsets, struct xdp_mmap_offsets, TX_OFFSET, tx);
    FIELD(XdpMmapOffsets, struct xdp_mmap_offsets, FR_OFFSET, fr);
    FIELD(XdpMmapOffsets, struct xdp_mmap_offsets, CR_OFFSET, cr);
}

static void print_xdpoptions(void) {
    SIZE(XdpOptions, struct xdp_options);
    FIELD(XdpOptions, struct xdp_options, FLAGS_OFFSET, flags);
    VALUE(XdpOptions, XDP_OPTIONS_ZEROCOPY);
}

static void print_xdpringoffset(void) {
    SIZE(XdpRingOffset, struct xdp_ring_offset);
    FIELD(XdpRingOffset, struct xdp_ring_offset, PRODUCER_OFFSET, producer);
    FIELD(XdpRingOffset, struct xdp_ring_offset, CONSUMER_OFFSET, consumer);
    FIELD(XdpRingOffset, struct xdp_ring_offset, DESC_OFFSET, desc);
    FIELD(XdpRingOffset, struct xdp_ring_offset, FLAGS_OFFSET, flags);
}

static void print_xdpstatistics(void) {
    SIZE(XdpStatistics, struct xdp_statistics);
    FIELD(XdpStatistics, struct xdp_statistics, RX_DROPPED_OFFSET, rx_dropped);
    FIELD(XdpStatistics, struct xdp_statistics, RX_INVALID_DESCS_OFFSET, rx_invalid_descs);
    FIELD(XdpStatistics, struct xdp_statistics, TX_INVALID_DESCS_OFFSET, tx_invalid_descs);
    FIELD(XdpStatistics, struct xdp_statistics, RX_RING_FULL_OFFSET, rx_ring_full);
    FIELD(XdpStatistics, struct xdp_statistics, RX_FILL_RING_EMPTY_DESCS_OFFSET, rx_fill_ring_empty_descs);
    FIELD(XdpStatistics, struct xdp_statistics, TX_RING_EMPTY_DESCS_OFFSET, tx_ring_empty_descs);
}

static void print_xdpumemreg(void) {
    SIZE(XdpUmemReg, struct xdp_umem_reg);
    FIELD(XdpUmemReg, struct xdp_umem_reg, ADDR_OFFSET, addr);
    FIELD(XdpUmemReg, struct xdp_umem_reg, LEN_OFFSET, len);
    FIELD(XdpUmemReg, struct xdp_umem_reg, CHUNK_SIZE_OFFSET, chunk_size);
    FIELD(XdpUmemReg, struct xdp_umem_reg, HEADROOM_OFFSET, headroom);
    FIELD(XdpUmemReg, struct xdp_umem_reg, FLAGS_OFFSET, flags);
}

int main(void) {
    print_bpf();
    print_bpflinkcreateattr();
    print_bpfmapcreateattr();
    print_bpfmapelemattr();
    print_bpfprogloadattr();
    print_bpfrunattr();
    print_errno();
    print_genetlink();
    print_ethtoolchannels();
    print_ifaddrmsg();
    print_ifinfomsg();
    print_ifreq();
    print_iovec();
    print_mman();
    print_mmsghdr();
    print_ndmsg();
    print_nfgenmsg();
    print_nfnetlink();
    print_nftables();
    print_nlmsgerr();
    print_nlmsghdr();
    print_poll();
    print_pollfd();
    print_prctl();
    print_rtattr();
    print_rtmsg();
    print_rtnetlink();
    print_rusage();
    print_signal();
    print_skbuff();
    print_sockfilter();
    print_sockfprog();
    print_sockaddrin();
    print_sockaddrll();
    print_sockaddrnl();
    print_sockaddrxdp();
    print_socket();
    print_syscall();
    print_tpacket3hdr();
    print_tpacketblockdesc();
    print_tpacketreq3();
    print_tpacketstats();
    print_xdp();
    print_xdpdesc();
    print_xdpmd();
    print_xdpmmapoffsets();
    print_xdpoptions();
    print_xdpringoffset();
    print_xdpstatistics();
    print_xdpumemreg();
    return 0;
}
