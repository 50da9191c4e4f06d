package org.exchangesync.crash;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into another JVM of this machine: what it holds behind a garbage collection, its threads and its open files. */
final class ProcessGauge implements AutoCloseable {
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final ThreadMXBean threads;
    private final UnixOperatingSystemMXBean system;

    private ProcessGauge(JMXConnector connector) throws IOException {
        this.connector = connector;
        var connection = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.getPlatformMXBean(connection, MemoryMXBean.class);
        this.threads = ManagementFactory.getPlatformMXBean(connection, ThreadMXBean.class);
        this.system = ManagementFactory.getPlatformMXBean(connection, UnixOperatingSystemMXBean.class);
    }

    static ProcessGauge of(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new ProcessGauge(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot look into process " + pid, e);
        }
    }

    /** Bytes on the heap that are in use when all garbage is gone. */
    long heap() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    int threads() {
        return threads.getThreadCount();
    }

    long openFiles() {
        return system.getOpenFileDescriptorCount();
    }

    /** Seconds of CPU so far. */
    double cpu() {
        return system.getProcessCpuTime() / 1e9;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
