package io.distaff.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control protocol on a port of 127.0.0.1 and on streams. Every connection has a thread; the
 * handler gets a line, gives the answer, and must be thread-safe.
 */
final class ControlServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

  private static final int PEER_CLOSES_MILLIS = 2_000;

  private final ServerSocket listening;
  private final byte[] token;
  private final Function<String, Answer> handler;

  /**
   * What a line is answered with.
   *
   * @param then is run once whoever asked has the answer or is gone, and no other line is read;
   *     null when the conversation goes on
   */
  record Answer(String line, Runnable then) {
    static Answer of(String line) {
      return new Answer(line, null);
    }
  }

  private ControlServer(ServerSocket listening, String token, Function<String, Answer> handler) {
    this.listening = listening;
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.handler = handler;
  }

  /** Listens from now on. */
  static ControlServer start(String token, Function<String, Answer> handler) throws IOException {
    ServerSocket socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    ControlServer server = new ControlServer(socket, token, handler);
    daemon("control-accept", server::accept);
    return server;
  }

  int port() {
    return listening.getLocalPort();
  }

  /**
   * Answers the lines of a stream until it ends, in the calling thread. An error of reading is the
   * end too: whoever wrote is gone.
   */
  static void serve(InputStream in, PrintStream out, Function<String, Answer> handler) {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Answer answer = handler.apply(line);
        out.println(answer.line());
        out.flush();
        if (answer.then() != null) {
          answer.then().run();
          return;
        }
      }
    } catch (IOException e) {
      log.debug("The stream of commands broke", e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        daemon("control-connection", () -> converse(connection));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          log.warn("Can't accept a control connection", e);
        }
      }
    }
  }

  private void converse(Socket connection) {
    try (connection;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        Writer out = new OutputStreamWriter(connection.getOutputStream(), StandardCharsets.UTF_8)) {
      String greeting = in.readLine();
      if (greeting == null
          || !MessageDigest.isEqual(token, greeting.getBytes(StandardCharsets.UTF_8))) {
        out.write("ERROR wrong token: the first line must be what control.token holds\n");
        return;
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Answer answer = handler.apply(line);
        if (answer.then() != null) {
          conclude(answer, connection, in, out);
          return;
        }
        out.write(answer.line() + "\n");
        out.flush();
      }
    } catch (IOException e) {
      log.debug("A control connection broke", e);
    }
  }

  /** The peer closes when it has the answer; if it is gone or takes long, so be it. */
  private static void conclude(Answer last, Socket connection, BufferedReader in, Writer out)
      throws IOException {
    try {
      out.write(last.line() + "\n");
      out.flush();
      connection.shutdownOutput();
      connection.setSoTimeout(PEER_CLOSES_MILLIS);
      // Left unread, what the peer has sent would make the system drop the answer.
      while (in.read() >= 0) {}
    } finally {
      last.then().run();
    }
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
