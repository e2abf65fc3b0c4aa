package io.distaff.cli;

import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a user's main() in this JVM: local mode. The program's session finds its settings in the
 * system properties, by their keys.
 */
final class LocalProgram {
  private LocalProgram() {}

  /** Returns when main() does; throws USER_PROGRAM_FAILED, or the engine's error, when it fails. */
  static void run(DistaffConfig config, List<Path> jars, String mainClass, List<String> arguments) {
    config.settings().forEach(System::setProperty);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = jars.stream().map(LocalProgram::url).toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader("program", urls, LocalProgram.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      Class<?> main = Class.forName(mainClass, true, loader);
      main.getMethod("main", String[].class)
          .invoke(null, (Object) arguments.toArray(new String[0]));
    } catch (InvocationTargetException e) {
      throw failure(e.getCause());
    } catch (ReflectiveOperationException | LinkageError | IOException e) {
      throw new DistaffException(
          ErrorCode.USER_PROGRAM_FAILED, "can't start " + mainClass + ": " + e, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The engine's own message as it is; else the user's exception with only the user's frames. */
  private static DistaffException failure(Throwable thrown) {
    if (thrown instanceof DistaffException e) {
      return e;
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    int own = 0;
    while (own < frames.length && !frames[own].getClassName().startsWith("jdk.internal.reflect")) {
      own++;
    }
    thrown.setStackTrace(Arrays.copyOf(frames, own));
    return new DistaffException(
        ErrorCode.USER_PROGRAM_FAILED, "the program failed: " + thrown, thrown);
  }
}
