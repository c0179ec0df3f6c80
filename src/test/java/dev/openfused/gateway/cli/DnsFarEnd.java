package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS server on loopback that knows TXT records (RFC 1035), each made of one or more strings. */
final class DnsFarEnd implements AutoCloseable {
    private static final int TXT = 16;
    private static final int NO_SUCH_NAME = 3;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    final Map<String, List<String>> records = new ConcurrentHashMap<>();

    DnsFarEnd() throws IOException {
        Thread thread = new Thread(this::serve, "dns");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(new byte[512], 512);
                socket.receive(query);
                byte[] answer = answer(ByteBuffer.wrap(query.getData(), 0, query.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        short id = query.getShort();
        query.position(12);
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, US_ASCII));
        }
        byte[] question = new byte[query.position() + 4 - 12];
        query.position(12);
        query.get(question);
        List<String> texts = records.get(name.toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(0x8580 | (texts == null ? NO_SUCH_NAME : 0));
        out.writeShort(1);
        out.writeShort(texts == null ? 0 : 1);
        out.writeInt(0);
        out.write(question);
        if (texts != null) {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            for (String text : texts) {
                data.write(text.length());
                data.writeBytes(text.getBytes(US_ASCII));
            }
            out.writeShort(0xc00c); // the name in the question
            out.writeShort(TXT);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(data.size());
            out.write(data.toByteArray());
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
