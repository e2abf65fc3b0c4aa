package io.distaff.function;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Functions of the user's as bytes, with what they capture, and values that they share. Written
 * before anything is launched, so that what can't be sent is refused there; read by tasks, in the
 * class loader of the user's jars. Stateless.
 */
public final class FunctionCodec {
  /** More than any function's own captures need; what is read came from this application. */
  private static final ObjectInputFilter LIMITS =
      ObjectInputFilter.Config.createFilter("maxdepth=200;maxrefs=1000000;maxbytes=67108864");

  /** Which no class loader has. */
  private static final Set<String> PRIMITIVES =
      Set.of("boolean", "byte", "char", "double", "float", "int", "long", "short", "void");

  private FunctionCodec() {}

  /**
   * Throws USAGE that names the field, or the captured value, that can't be serialized.
   *
   * @param what the function is called in messages
   */
  public static byte[] write(String what, Object function) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(what, function, bytes);
    return bytes.toByteArray();
  }

  /**
   * Writes a value that is no function; throws as {@link #write(String, Object)} does, and what
   * {@code to} throws.
   *
   * @return the number of objects that it consists of
   */
  public static long write(String what, Object value, OutputStream to) {
    try (Writer out = new Writer(to)) {
      out.writeObject(value);
      return out.objects;
    } catch (NotSerializableException e) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "%s can't be sent to executors: %s isn't Serializable; make it so, or a local or static variable that isn't captured"
              .formatted(
                  what, UnserializableCapture.in(value).orElse("an object of " + e.getMessage())),
          e);
    } catch (StackOverflowError e) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "%s can't be sent to executors: its objects hold one another in a chain that is too long to be serialized; keep them in a list"
              .formatted(what),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(what + " can't be sent to executors", e);
    }
  }

  /**
   * Throws USER_FUNCTION_FAILED when a class is missing or has changed.
   *
   * @param classes where the user's classes are
   */
  public static Object read(String what, byte[] code, ClassLoader classes) {
    return read(what, new ByteArrayInputStream(code), LIMITS, classes);
  }

  /**
   * Reads a value that is no function; throws as {@link #read(String, byte[], ClassLoader)} does,
   * and what {@code from} throws.
   *
   * @param bytes that were written
   */
  public static Object read(String what, InputStream from, long bytes, ClassLoader classes) {
    return read(what, from, ObjectInputFilter.Config.createFilter("maxbytes=" + bytes), classes);
  }

  private static Object read(
      String what, InputStream from, ObjectInputFilter limits, ClassLoader classes) {
    try (ObjectInputStream in = new Reader(from, classes)) {
      in.setObjectInputFilter(limits);
      return in.readObject();
    } catch (DistaffException e) {
      throw e; // of the stream
    } catch (IOException | ClassNotFoundException | RuntimeException | StackOverflowError e) {
      throw new DistaffException(
          ErrorCode.USER_FUNCTION_FAILED,
          "%s can't be made out of what was sent: %s; its classes must be in the program's jar or in --jars"
              .formatted(what, e),
          e);
    }
  }

  /** Counts objects. */
  private static final class Writer extends ObjectOutputStream {
    long objects;

    Writer(OutputStream to) throws IOException {
      super(to);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      objects++;
      return object;
    }
  }

  private static final class Reader extends ObjectInputStream {
    private final ClassLoader classes;

    Reader(InputStream in, ClassLoader classes) throws IOException {
      super(in);
      this.classes = classes;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      return PRIMITIVES.contains(description.getName())
          ? super.resolveClass(description)
          : Class.forName(description.getName(), false, classes);
    }
  }
}
