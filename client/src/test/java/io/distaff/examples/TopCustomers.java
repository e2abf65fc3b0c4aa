package io.distaff.examples;

import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.desc;

import io.distaff.api.DataFrame;
import io.distaff.api.Session;
import java.nio.file.Path;

/** The customers who spent most. Arguments: the directory of the tables, where to write to. */
public final class TopCustomers {
  private TopCustomers() {}

  public static void main(String[] args) {
    String input = args[0];
    String output = args[1];
    try (Session session = Session.builder().appName("top customers").getOrCreate()) {
      session.read().parquet(input + "/customer").createOrReplaceTempView("customer");
      session.read().parquet(input + "/orders").createOrReplaceTempView("orders");

      DataFrame top =
          session
              .sql(
                  """
                  SELECT c_custkey, c_name, count(*) AS orders, sum(o_totalprice) AS spent
                  FROM customer JOIN orders ON c_custkey = o_custkey
                  GROUP BY c_custkey, c_name
                  """)
              .orderBy(desc("spent"), col("c_custkey"))
              .limit(10);
      top.show();
      top.write().mode("overwrite").parquet(output);

      long written = session.read().parquet(output).count();
      System.out.println(written + " customers written to " + Path.of(output).getFileName());
    }
  }
}
