SELECT o_custkey,
       count(*) AS line_items,
       sum(l_extendedprice * (1 - l_discount)) AS revenue
FROM orders, lineitem
WHERE o_orderkey = l_orderkey
GROUP BY o_custkey
