package io.distaff.function;

/** Calls a function, whichever interface it has. */
@FunctionalInterface
public interface UserFunctionBody {
  Object call(Object[] arguments) throws Exception;

  /** The body of a UDF0 to UDF10. */
  @SuppressWarnings("unchecked")
  static UserFunctionBody of(Object function) {
    if (function instanceof UDF0<?> f) {
      return a -> f.call();
    } else if (function instanceof UDF1<?, ?>) {
      UDF1<Object, Object> f = (UDF1<Object, Object>) function;
      return a -> f.call(a[0]);
    } else if (function instanceof UDF2<?, ?, ?>) {
      UDF2<Object, Object, Object> f = (UDF2<Object, Object, Object>) function;
      return a -> f.call(a[0], a[1]);
    } else if (function instanceof UDF3<?, ?, ?, ?>) {
      UDF3<Object, Object, Object, Object> f = (UDF3<Object, Object, Object, Object>) function;
      return a -> f.call(a[0], a[1], a[2]);
    } else if (function instanceof UDF4<?, ?, ?, ?, ?>) {
      UDF4<Object, Object, Object, Object, Object> f =
          (UDF4<Object, Object, Object, Object, Object>) function;
      return a -> f.call(a[0], a[1], a[2], a[3]);
    } else if (function instanceof UDF5<?, ?, ?, ?, ?, ?>) {
      UDF5<Object, Object, Object, Object, Object, Object> f =
          (UDF5<Object, Object, Object, Object, Object, Object>) function;
      return a -> f.call(a[0], a[1], a[2], a[3], a[4]);
    } else if (function instanceof UDF6<?, ?, ?, ?, ?, ?, ?>) {
      UDF6<Object, Object, Object, Object, Object, Object, Object> f =
          (UDF6<Object, Object, Object, Object, Object, Object, Object>) function;
      return a -> f.call(a[0], a[1], a[2], a[3], a[4], a[5]);
    } else if (function instanceof UDF7<?, ?, ?, ?, ?, ?, ?, ?>) {
      UDF7<Object, Object, Object, Object, Object, Object, Object, Object> f =
          (UDF7<Object, Object, Object, Object, Object, Object, Object, Object>) function;
      return a -> f.call(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
    } else if (function instanceof UDF8<?, ?, ?, ?, ?, ?, ?, ?, ?>) {
      UDF8<Object, Object, Object, Object, Object, Object, Object, Object, Object> f =
          (UDF8<Object, Object, Object, Object, Object, Object, Object, Object, Object>) function;
      return a -> f.call(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    } else if (function instanceof UDF9<?, ?, ?, ?, ?, ?, ?, ?, ?, ?>) {
      UDF9<Object, Object, Object, Object, Object, Object, Object, Object, Object, Object> f =
          (UDF9<Object, Object, Object, Object, Object, Object, Object, Object, Object, Object>)
              function;
      return a -> f.call(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8]);
    } else if (function instanceof UDF10<?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?>) {
      UDF10<Object, Object, Object, Object, Object, Object, Object, Object, Object, Object, Object>
          f =
              (UDF10<
                      Object,
                      Object,
                      Object,
                      Object,
                      Object,
                      Object,
                      Object,
                      Object,
                      Object,
                      Object,
                      Object>)
                  function;
      return a -> f.call(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9]);
    }
    throw new IllegalArgumentException("not a function: " + function.getClass().getName());
  }
}
