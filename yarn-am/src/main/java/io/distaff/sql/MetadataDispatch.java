package io.distaff.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.CyclicMetadataException;
import org.apache.calcite.rel.metadata.DelegatingMetadataRel;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.NullSentinel;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * Asks a provider's handlers what is known of a tree, and keeps what they say in the query that
 * asked. A question goes to the method for the most specific class of the tree's root; where
 * several handlers have it, to the first. Calcite's own way writes a Java class for each kind of
 * metadata and compiles it, which is a good part of a first query's planning. Thread-safe.
 */
public final class MetadataDispatch implements MetadataHandlerProvider {
  private final RelMetadataProvider provider;
  private final Map<Class<?>, MetadataHandler<?>> handlers = new ConcurrentHashMap<>();

  public MetadataDispatch(RelMetadataProvider provider) {
    this.provider = provider;
  }

  /** Has all that is asked of a cluster's trees go this way from now on. */
  public void use(RelOptCluster cluster) {
    cluster.setMetadataProvider(provider);
    cluster.setMetadataQuerySupplier(() -> new RelMetadataQuery(this));
    cluster.invalidateMetadataQuery();
  }

  @Override
  public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
    return kind.cast(handlers.computeIfAbsent(kind, any -> dispatching(kind)));
  }

  private <H extends MetadataHandler<?>> H dispatching(Class<H> kind) {
    InvocationHandler dispatch = new KindDispatch(kind, provider.handlers(kind));
    return kind.cast(
        Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, dispatch));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** All questions of a kind. */
  private static final class KindDispatch implements InvocationHandler {
    private final Map<Method, Dispatch> questions = new HashMap<>();
    private final List<? extends MetadataHandler<?>> handlers;

    KindDispatch(Class<?> kind, List<? extends MetadataHandler<?>> handlers) {
      this.handlers = handlers;
      for (Method question : kind.getDeclaredMethods()) {
        if (question.getParameterCount() >= Dispatch.WHO_ASKS_WHAT) {
          questions.put(question, new Dispatch(question, handlers));
        }
      }
    }

    @Override
    public Object invoke(Object proxy, Method question, Object[] arguments) throws Throwable {
      Dispatch dispatch = questions.get(question);
      return dispatch == null
          ? call(handlers.get(0), question, arguments)
          : dispatch.answer(arguments);
    }
  }

  /** A handler's method for one class of trees. */
  private record Target(MetadataHandler<?> handler, Method method) {
    Class<?> root() {
      return method.getParameterTypes()[0];
    }
  }

  /** One question. */
  private static final class Dispatch {
    /** How many arguments are the tree and the query; what follows says more of the question. */
    static final int WHO_ASKS_WHAT = 2;

    private final Method question;
    private final List<Target> targets = new ArrayList<>();
    private final Map<Class<?>, Target> byRoot = new ConcurrentHashMap<>();

    Dispatch(Method question, List<? extends MetadataHandler<?>> handlers) {
      this.question = question;
      for (MetadataHandler<?> handler : handlers) {
        for (Method method : handler.getClass().getMethods()) {
          if (!method.isBridge() && answers(method)) {
            targets.add(new Target(handler, method));
          }
        }
      }
    }

    private boolean answers(Method method) {
      Class<?>[] asked = question.getParameterTypes();
      Class<?>[] taken = method.getParameterTypes();
      return method.getName().equals(question.getName())
          && taken.length == asked.length
          && RelNode.class.isAssignableFrom(taken[0])
          && Arrays.equals(asked, 1, asked.length, taken, 1, taken.length);
    }

    Object answer(Object[] arguments) throws Throwable {
      RelNode rel = (RelNode) arguments[0];
      while (rel instanceof DelegatingMetadataRel delegating) {
        rel = delegating.getMetadataDelegateRel();
      }
      arguments[0] = rel;
      RelMetadataQuery query = (RelMetadataQuery) arguments[1];
      Object key = arguments.length == WHO_ASKS_WHAT ? question : key(arguments);
      Object known = query.map.get(rel, key);
      if (known == NullSentinel.ACTIVE) {
        throw new CyclicMetadataException();
      } else if (known != null) {
        return known == NullSentinel.INSTANCE ? null : known;
      }
      query.map.put(rel, key, NullSentinel.ACTIVE);
      try {
        Target target = byRoot.computeIfAbsent(rel.getClass(), this::target);
        Object answer = call(target.handler(), target.method(), arguments);
        query.map.put(rel, key, NullSentinel.mask(answer));
        return answer;
      } catch (Throwable e) {
        query.map.row(rel).clear();
        throw e;
      }
    }

    private List<Object> key(Object[] arguments) {
      Object[] key = Arrays.copyOfRange(arguments, 1, arguments.length);
      key[0] = question;
      return Arrays.asList(key);
    }

    private Target target(Class<?> root) {
      Target best = null;
      for (Target target : targets) {
        if (target.root().isAssignableFrom(root)
            && (best == null
                || (best.root() != target.root() && best.root().isAssignableFrom(target.root())))) {
          best = target;
        }
      }
      if (best == null) {
        throw new IllegalStateException("no metadata handler answers " + question + " of " + root);
      }
      return best;
    }
  }
}
