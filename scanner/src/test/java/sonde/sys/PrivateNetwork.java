// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs each test of a class, with what is run before and after it, on a thread that has a network
 * namespace to itself.
 *
 * <p>The namespace has no name, no route out and only a loopback interface that is down. It belongs
 * to the thread and to what the thread opens and starts, so the kernel removes it with everything
 * in it when the test is over, however it ends: there is nothing to clean up. Only root may do
 * this; for others the tests are skipped, with the reason.
 */
public final class PrivateNetwork implements InvocationInterceptor, AfterEachCallback {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int TEST_SECONDS_MAX = 60;
    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(PrivateNetwork.class);

    /**
     * Runs {@code ip} with the words of {@code arguments} in the namespace of the calling thread.
     */
    public static String ip(String arguments) {
        return run("ip " + arguments);
    }

    /**
     * Runs a command, which must succeed, in the namespace of the calling thread. Returns its
     * output.
     */
    public static String run(String command) {
        try {
            Process process =
                    new ProcessBuilder(List.of(command.split(" ")))
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            return Assumptions.abort("SKIPPED: can't run " + command + ": " + e.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Gives an interface that is up an IPv6 address, and waits until packets to it are taken: the
     * kernel adds the route a moment later, even where it looks for no duplicate.
     *
     * @param address with its prefix length
     */
    public static void ipv6Address(String address, String name) {
        ip("addr add " + address + " dev " + name + " nodad");
        String route = "local " + address.substring(0, address.indexOf('/')) + ' ';
        for (int tries = 0; tries < 100; tries++) {
            if (ip("-6 route show table local").contains(route)) {
                return;
            }
        }
        throw new AssertionError("no route to " + address);
    }

    /** Makes two connected Ethernet interfaces, both up, that send nothing of their own. */
    public static void vethPair(String near, String far) {
        ip("link add " + near + " type veth peer name " + far);
        for (String name : List.of(near, far)) {
            ip("link set " + name + " addrgenmode none");
            ip("link set " + name + " up");
        }
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        runInside(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        runInside(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        runInside(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        runInside(invocation, context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ExecutorService thread = context.getStore(STORE).get(thread(), ExecutorService.class);
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    private static void runInside(Invocation<Void> invocation, ExtensionContext context)
            throws Throwable {
        ExecutorService thread =
                context.getStore(STORE)
                        .computeIfAbsent(thread(), key -> enterNamespace(), ExecutorService.class);
        Future<Throwable> outcome =
                thread.submit(() -> {
                    try {
                        invocation.proceed();
                        return null;
                    } catch (Throwable t) {
                        return t;
                    }
                });
        Throwable thrown = outcome.get(TEST_SECONDS_MAX, TimeUnit.SECONDS);
        if (thrown != null) {
            throw thrown;
        }
    }

    private static String thread() {
        return "thread";
    }

    private static ExecutorService enterNamespace() {
        ExecutorService thread =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        int rc;
        try {
            rc = thread.submit(PrivateNetwork::unshareNetwork).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        if (rc != 0) {
            thread.shutdownNow();
            Assumptions.abort("SKIPPED: a network namespace of its own needs root");
        }
        return thread;
    }

    @SuppressWarnings("restricted")
    private static int unshareNetwork() {
        Linker linker = Linker.nativeLinker();
        MethodHandle unshare =
                linker.downcallHandle(
                        linker.defaultLookup().find("unshare").orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try {
            return (int) unshare.invokeExact(CLONE_NEWNET);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
