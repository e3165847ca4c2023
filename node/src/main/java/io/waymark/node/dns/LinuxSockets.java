package io.waymark.node.dns;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The socket calls of Linux that Java has no words for: {@code SO_REUSEPORT} sockets read and
 * written by {@code recvmmsg} and {@code sendmmsg}. The one class that calls native code.
 *
 * <p>Structure offsets are those of 64-bit Linux, the same on x86-64 and AArch64.
 */
@SuppressWarnings("restricted") // Native calls are what this class is for.
public final class LinuxSockets {
  /** {@code struct mmsghdr}. */
  public static final int MMSGHDR = 64;

  public static final int MMSGHDR_NAME = 0;
  public static final int MMSGHDR_NAMELEN = 8;
  public static final int MMSGHDR_IOV = 16;
  public static final int MMSGHDR_IOVLEN = 24;
  public static final int MMSGHDR_FLAGS = 48;
  public static final int MMSGHDR_LEN = 56;

  /** {@code struct iovec}. */
  public static final int IOVEC = 16;

  public static final int IOVEC_LEN = 8;

  /**
   * {@code struct sockaddr_in6}, the larger of the two; {@code sockaddr_in} has its address at 4.
   */
  public static final int SOCKADDR = 28;

  public static final int SOCKADDR_IN_ADDRESS = 4;
  public static final int SOCKADDR_IN6_ADDRESS = 8;
  public static final int SOCKADDR_IN_LENGTH = 16;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_WAITFORONE = 0x10000;

  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EADDRINUSE = 98;

  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_REUSEPORT = 15;
  private static final int SO_RCVTIMEO = 20;
  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IPV6_MTU_DISCOVER = 23;

  /**
   * Never fragment, and believe no ICMP message about the path's MTU: responses are small enough
   * for any common path, and fragments are where answers get forged (RFC 9715 section 3.1). It also
   * spares the kernel from choosing an identification for each packet, a few percent of a query.
   */
  private static final int PMTUDISC_PROBE = 3;

  private static final int IPV6_V6ONLY = 26;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, POINTER, INT));
  private static final MethodHandle BIND =
      function("bind", FunctionDescriptor.of(INT, INT, POINTER, INT));
  private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle RECVMMSG =
      function("recvmmsg", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER));
  private static final MethodHandle SENDMMSG =
      function("sendmmsg", FunctionDescriptor.of(INT, INT, POINTER, INT, INT));

  private LinuxSockets() {}

  /** Whether this machine is one whose calls and structures are known here. */
  public static boolean supported() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch", "");
    return os.equals("linux")
        && (architecture.equals("amd64") || architecture.equals("aarch64"))
        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /** Room for what {@link #recvmmsg} and {@link #sendmmsg} report about a failed call. */
  public static MemorySegment callState(Arena arena) {
    return arena.allocate(STATE);
  }

  /** The error number of the last failed call that was given this room. */
  public static int errno(MemorySegment callState) {
    return (int) ERRNO.get(callState, 0L);
  }

  /**
   * Opens a UDP socket that shares its address with others of this process.
   *
   * @param address 4 or 16 octets
   * @param receiveTimeoutMillis after which a read without packets returns
   * @return the file descriptor
   * @throws IOException naming the call and its error number
   */
  public static int openUdp(byte[] address, int port, int receiveBuffer, int receiveTimeoutMillis)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = callState(arena);
      boolean v6 = address.length == 16;
      int fd =
          (int) SOCKET.invokeExact(state, v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      check(fd, "socket", state);
      try {
        MemorySegment value = arena.allocate(16, 8);
        value.set(INT, 0, 1);
        option(state, fd, SOL_SOCKET, SO_REUSEPORT, value, 4, "SO_REUSEPORT");
        if (v6) {
          option(state, fd, IPPROTO_IPV6, IPV6_V6ONLY, value, 4, "IPV6_V6ONLY");
        }
        value.set(INT, 0, PMTUDISC_PROBE);
        option(
            state,
            fd,
            v6 ? IPPROTO_IPV6 : IPPROTO_IP,
            v6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER,
            value,
            4,
            "IP_MTU_DISCOVER");
        value.set(INT, 0, receiveBuffer);
        option(state, fd, SOL_SOCKET, SO_RCVBUF, value, 4, "SO_RCVBUF");
        value.set(ValueLayout.JAVA_LONG, 0, receiveTimeoutMillis / 1000);
        value.set(ValueLayout.JAVA_LONG, 8, receiveTimeoutMillis % 1000 * 1000L);
        option(state, fd, SOL_SOCKET, SO_RCVTIMEO, value, 16, "SO_RCVTIMEO");
        MemorySegment name = arena.allocate(SOCKADDR, 8);
        name.set(ValueLayout.JAVA_SHORT, 0, (short) (v6 ? AF_INET6 : AF_INET));
        name.set(ValueLayout.JAVA_BYTE, 2, (byte) (port >>> 8));
        name.set(ValueLayout.JAVA_BYTE, 3, (byte) port);
        MemorySegment.copy(
            address,
            0,
            name,
            ValueLayout.JAVA_BYTE,
            v6 ? SOCKADDR_IN6_ADDRESS : SOCKADDR_IN_ADDRESS,
            address.length);
        int bound = (int) BIND.invokeExact(state, fd, name, v6 ? SOCKADDR : SOCKADDR_IN_LENGTH);
        check(bound, "bind", state);
        return fd;
      } catch (Throwable e) {
        close(fd);
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Closes a file descriptor; an error is of no use to anyone and is dropped. */
  public static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(callState(arena), fd);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Reads up to {@code count} packets; blocks for the first alone.
   *
   * @return packets read, or -1 with the reason in {@code state}
   */
  public static int recvmmsg(MemorySegment state, int fd, MemorySegment headers, int count) {
    try {
      return (int)
          RECVMMSG.invokeExact(state, fd, headers, count, MSG_WAITFORONE, MemorySegment.NULL);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Sends up to {@code count} packets.
   *
   * @return packets sent, or -1 with the reason in {@code state}
   */
  public static int sendmmsg(MemorySegment state, int fd, MemorySegment headers, int count) {
    try {
      return (int) SENDMMSG.invokeExact(state, fd, headers, count, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void option(
      MemorySegment state,
      int fd,
      int level,
      int option,
      MemorySegment value,
      int size,
      String name)
      throws Throwable {
    check((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, size), name, state);
  }

  private static void check(int result, String call, MemorySegment state) throws IOException {
    if (result < 0) {
      throw new SocketCallException(call, errno(state));
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        SYMBOLS.findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
  }

  /** A socket call that the kernel refused. */
  public static final class SocketCallException extends IOException {
    private static final long serialVersionUID = 1;
    private final int errno;

    SocketCallException(String call, int errno) {
      super(call + " failed with error number " + errno);
      this.errno = errno;
    }

    /** The error number, as in {@code errno.h}. */
    public int errno() {
      return errno;
    }
  }
}
