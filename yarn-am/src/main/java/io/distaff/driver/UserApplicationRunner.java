package io.distaff.driver;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs a user's main() in this process, in a class loader that holds the user's jars. */
public final class UserApplicationRunner {
  private UserApplicationRunner() {}

  /**
   * Runs a program on the caller's thread, until its main() returns.
   *
   * @param jars the program's jar first
   * @throws DistaffException the engine's own as it is; USER_PROGRAM_FAILED with the user's
   *     exception as its cause otherwise
   */
  public static void run(List<Path> jars, String mainClass, List<String> arguments) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = jars.stream().map(UserApplicationRunner::url).toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader("program", urls, UserApplicationRunner.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      RunningDriver.setProgramClasses(loader);
      Method main = Class.forName(mainClass, true, loader).getMethod("main", String[].class);
      main.invoke(null, (Object) arguments.toArray(new String[0]));
    } catch (InvocationTargetException e) {
      throw failure(e.getCause());
    } catch (ReflectiveOperationException | LinkageError | IOException e) {
      throw new DistaffException(
          ErrorCode.USER_PROGRAM_FAILED, "can't start " + mainClass + ": " + e, e);
    } finally {
      RunningDriver.setProgramClasses(null);
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a jar's path: " + jar, e);
    }
  }

  /** The engine's own message as it is; else the user's exception, with only the user's frames. */
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
