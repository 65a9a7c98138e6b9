package dev.tug.internal.http;

import java.net.Socket;
import java.net.SocketException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// Sockets whose receive buffers in the kernel grow no more. Safe for threads.
final class SteadySockets {
    /// Linux takes in twice what it is asked for, and tells the sum (socket(7)).
    private static final int TOLD_FOR_ASKED = 2;

    private final Set<Socket> sockets =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /// Asks for what there is: from then on the kernel leaves it alone.
    void add(Socket socket) {
        try {
            socket.setReceiveBufferSize(
                    Math.max(1, socket.getReceiveBufferSize() / TOLD_FOR_ASKED));
            sockets.add(socket);
        } catch (SocketException _) {
            // It is closed, and holds nothing.
        }
    }

    boolean contains(Socket socket) {
        return sockets.contains(socket);
    }
}
