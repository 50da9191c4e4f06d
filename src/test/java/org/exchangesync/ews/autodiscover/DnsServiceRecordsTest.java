package org.exchangesync.ews.autodiscover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.exchangesync.ews.autodiscover.ServiceRecords.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's DNS provider against a name server of a few lines. */
class DnsServiceRecordsTest {
    private DatagramSocket socket;
    private volatile int code;
    private volatile List<Target> records = List.of();

    @BeforeEach
    void serve() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::answer, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() {
        socket.close();
    }

    private List<Target> find() throws IOException {
        return new DnsServiceRecords("dns://127.0.0.1:" + socket.getLocalPort()).find("_autodiscover._tcp.example.org");
    }

    private void answer() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(Arrays.copyOf(buffer, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** RFC 1035: the question again, then a record for each target with a pointer to the name that was asked for. */
    private byte[] answer(byte[] question) throws IOException {
        int end = 12;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        end += 5;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(0x8580 | code);
        out.writeShort(1);
        out.writeShort(records.size());
        out.writeInt(0);
        out.write(question, 12, end - 12);
        for (Target target : records) {
            ByteArrayOutputStream name = new ByteArrayOutputStream();
            for (String label : target.host().split("\\.")) {
                name.write(label.length());
                name.write(label.getBytes(StandardCharsets.US_ASCII));
            }
            name.write(0);
            out.writeShort(0xc00c);
            out.writeShort(33);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(6 + name.size());
            out.writeShort(target.priority());
            out.writeShort(target.weight());
            out.writeShort(target.port());
            name.writeTo(out);
        }
        return bytes.toByteArray();
    }

    @Test
    void recordsAreReadWithPriorityWeightAndPort() throws IOException {
        records = List.of(new Target(10, 5, 443, "mail.example.org"), new Target(20, 0, 8443, "b.example.org"));
        assertThat(find()).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void noSuchNameMeansNoRecords() throws IOException {
        code = 3;
        assertThat(find()).isEmpty();
    }

    @Test
    void aNameWithoutRecordsMeansNoRecords() throws IOException {
        assertThat(find()).isEmpty();
    }

    @Test
    void aServerThatFailsIsTold() {
        code = 2;
        assertThatThrownBy(this::find).isInstanceOf(IOException.class).hasMessageContaining("the DNS gives no answer");
    }
}
