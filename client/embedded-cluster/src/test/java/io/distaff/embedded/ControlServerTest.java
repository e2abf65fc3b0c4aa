package io.distaff.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.embedded.ControlServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class ControlServerTest {
  @Test
  void answersEachLineOfAConnectionThatKnowsTheToken() throws IOException {
    try (ControlServer server = ControlServer.start("secret", line -> Answer.of("OK " + line))) {
      assertThat(converse(server, "secret\none\ntwo\n")).isEqualTo("OK one\nOK two\n");
    }
  }

  @Test
  void closesAConnectionThatDoesNot() throws IOException {
    try (ControlServer server = ControlServer.start("secret", line -> Answer.of("OK " + line))) {
      assertThat(converse(server, "guess\none\n")).startsWith("ERROR wrong token").hasLineCount(1);
      assertThat(converse(server, "")).startsWith("ERROR wrong token");
    }
  }

  @Test
  void answersEachLineOfAStream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ControlServer.serve(
        new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        line -> Answer.of("OK " + line));
    assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(2).startsWith("OK a");
  }

  @Test
  void actsOnTheLastLineWhenItsAnswerHasArrived() throws Exception {
    CompletableFuture<Void> acted = new CompletableFuture<>();
    Function<String, Answer> last = line -> new Answer("OK " + line, () -> acted.complete(null));
    try (ControlServer server = ControlServer.start("secret", last);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write("secret\nstop\nunread\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("OK stop\n");
      assertThat(acted).isNotDone();
      socket.shutdownOutput();
      acted.get(10, TimeUnit.SECONDS);
    }
  }

  private static String converse(ControlServer server, String lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
