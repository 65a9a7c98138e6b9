package dev.tug.lab;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImpl;

/// A TCP connection below TLS that can damage what passes, as a broken box on the way does.
///
/// Safe for use by many threads.
final class DamagedSocket extends Socket {
    /// A record of application data (type 23, TLS 1.2 and up) that nobody has encrypted.
    private static final byte[] GARBAGE = garbage(64);

    private volatile boolean damagesOutput;
    private volatile boolean garblesInput;

    /// Accepts such connections.
    static final class Server extends ServerSocket {
        Server() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            var socket = new DamagedSocket();
            implAccept(socket);
            return socket;
        }
    }

    private DamagedSocket() throws IOException {
        super((SocketImpl) null);
    }

    /// Flips a bit of the next TLS record that leaves.
    void damageOutput() {
        damagesOutput = true;
    }

    /// Ends what comes from the peer with a record that is no TLS.
    void garbleInput() throws IOException {
        garblesInput = true;
        shutdownInput();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            private int garbled;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int off, int len) throws IOException {
                var count = garbled > 0 ? -1 : super.read(into, off, len);
                if (count >= 0 || !garblesInput || garbled == GARBAGE.length) {
                    return count;
                }
                var more = Math.min(len, GARBAGE.length - garbled);
                System.arraycopy(GARBAGE, garbled, into, off, more);
                garbled += more;
                return more;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            // TLS writes each record by one call; its last byte belongs to what proves it whole.
            @Override
            public void write(byte[] bytes, int off, int len) throws IOException {
                if (damagesOutput && len > 0) {
                    damagesOutput = false;
                    bytes[off + len - 1] ^= 1;
                }
                out.write(bytes, off, len);
            }
        };
    }

    private static byte[] garbage(int bytes) {
        var record = new byte[5 + bytes];
        record[0] = 23;
        record[1] = 3;
        record[2] = 3;
        record[4] = (byte) bytes;
        return record;
    }
}
