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
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Functions of the user's as bytes, with what they capture. Written before anything is launched, so
 * that what can't be sent is refused there; read by tasks, in the class loader of the user's jars.
 * Stateless.
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
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(function);
    } catch (NotSerializableException e) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "%s can't be sent to executors: %s isn't Serializable; make it so, or a local or static variable that isn't captured"
              .formatted(
                  what,
                  UnserializableCapture.in(function).orElse("an object of " + e.getMessage())),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(what + " can't be sent to executors", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Throws USER_FUNCTION_FAILED when a class is missing or has changed.
   *
   * @param classes where the user's classes are
   */
  public static Object read(String what, byte[] code, ClassLoader classes) {
    try (ObjectInputStream in = new Reader(new ByteArrayInputStream(code), classes)) {
      in.setObjectInputFilter(LIMITS);
      return in.readObject();
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw new DistaffException(
          ErrorCode.USER_FUNCTION_FAILED,
          "%s can't be made out of what was sent: %s; its classes must be in the program's jar or in --jars"
              .formatted(what, e),
          e);
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
