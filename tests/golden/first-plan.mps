NAME        
ROWS
 N  Obj     
 E  balance[foundry,casting,2025-01-01]
 E  balance[foundry,casting,2025-02-01]
 E  balance[foundry,casting,2025-03-01]
 E  balance[foundry,casting,2025-04-01]
 E  balance[foundry,casting,2025-05-01]
 E  balance[foundry,casting,2025-06-01]
 E  balance[works,casting,2025-01-01]
 E  balance[works,casting,2025-02-01]
 E  balance[works,casting,2025-03-01]
 E  balance[works,casting,2025-04-01]
 E  balance[works,casting,2025-05-01]
 E  balance[works,casting,2025-06-01]
 E  balance[works,pump,2025-01-01]
 E  balance[works,pump,2025-02-01]
 E  balance[works,pump,2025-03-01]
 E  balance[works,pump,2025-04-01]
 E  balance[works,pump,2025-05-01]
 E  balance[works,pump,2025-06-01]
 E  balance[city,pump,2025-01-01]
 E  balance[city,pump,2025-02-01]
 E  balance[city,pump,2025-03-01]
 E  balance[city,pump,2025-04-01]
 E  balance[city,pump,2025-05-01]
 E  balance[city,pump,2025-06-01]
 L  capacity[works,line,,2025-01-01]
 L  capacity[works,line,,2025-02-01]
 L  capacity[works,line,,2025-03-01]
 L  capacity[works,line,,2025-04-01]
 L  capacity[works,line,,2025-05-01]
 L  capacity[works,line,,2025-06-01]
 E  demand[city,pump,,2025-01-01]
 E  demand[city,pump,,2025-02-01]
 E  demand[city,pump,,2025-03-01]
 E  demand[city,pump,,2025-04-01]
 E  demand[city,pump,,2025-05-01]
 E  demand[city,pump,,2025-06-01]
 L  modules[second_line,works,line,2025-01-01]
COLUMNS
    make[foundry,cast,,,2025-01-01]  Obj       18
    make[foundry,cast,,,2025-01-01]  balance[foundry,casting,2025-01-01]  1
    make[foundry,cast,,,2025-02-01]  Obj       18
    make[foundry,cast,,,2025-02-01]  balance[foundry,casting,2025-02-01]  1
    make[foundry,cast,,,2025-03-01]  Obj       18
    make[foundry,cast,,,2025-03-01]  balance[foundry,casting,2025-03-01]  1
    make[foundry,cast,,,2025-04-01]  Obj       18
    make[foundry,cast,,,2025-04-01]  balance[foundry,casting,2025-04-01]  1
    make[foundry,cast,,,2025-05-01]  Obj       18
    make[foundry,cast,,,2025-05-01]  balance[foundry,casting,2025-05-01]  1
    make[foundry,cast,,,2025-06-01]  Obj       18
    make[foundry,cast,,,2025-06-01]  balance[foundry,casting,2025-06-01]  1
    make[works,assemble,,,2025-01-01]  Obj       40
    make[works,assemble,,,2025-01-01]  balance[works,casting,2025-01-01]  -2
    make[works,assemble,,,2025-01-01]  balance[works,pump,2025-01-01]  1
    make[works,assemble,,,2025-01-01]  capacity[works,line,,2025-01-01]  4
    make[works,assemble,,,2025-02-01]  Obj       40
    make[works,assemble,,,2025-02-01]  balance[works,casting,2025-02-01]  -2
    make[works,assemble,,,2025-02-01]  balance[works,pump,2025-02-01]  1
    make[works,assemble,,,2025-02-01]  capacity[works,line,,2025-02-01]  4
    make[works,assemble,,,2025-03-01]  Obj       40
    make[works,assemble,,,2025-03-01]  balance[works,casting,2025-03-01]  -2
    make[works,assemble,,,2025-03-01]  balance[works,pump,2025-03-01]  1
    make[works,assemble,,,2025-03-01]  capacity[works,line,,2025-03-01]  4
    make[works,assemble,,,2025-04-01]  Obj       40
    make[works,assemble,,,2025-04-01]  balance[works,casting,2025-04-01]  -2
    make[works,assemble,,,2025-04-01]  balance[works,pump,2025-04-01]  1
    make[works,assemble,,,2025-04-01]  capacity[works,line,,2025-04-01]  4
    make[works,assemble,,,2025-05-01]  Obj       40
    make[works,assemble,,,2025-05-01]  balance[works,casting,2025-05-01]  -2
    make[works,assemble,,,2025-05-01]  balance[works,pump,2025-05-01]  1
    make[works,assemble,,,2025-05-01]  capacity[works,line,,2025-05-01]  4
    make[works,assemble,,,2025-06-01]  Obj       40
    make[works,assemble,,,2025-06-01]  balance[works,casting,2025-06-01]  -2
    make[works,assemble,,,2025-06-01]  balance[works,pump,2025-06-01]  1
    make[works,assemble,,,2025-06-01]  capacity[works,line,,2025-06-01]  4
    ship[foundry,works,rail,casting,2025-01-01]  Obj       2.5
    ship[foundry,works,rail,casting,2025-01-01]  balance[foundry,casting,2025-01-01]  -1
    ship[foundry,works,rail,casting,2025-01-01]  balance[works,casting,2025-02-01]  1
    ship[foundry,works,rail,casting,2025-02-01]  Obj       2.5
    ship[foundry,works,rail,casting,2025-02-01]  balance[foundry,casting,2025-02-01]  -1
    ship[foundry,works,rail,casting,2025-02-01]  balance[works,casting,2025-03-01]  1
    ship[foundry,works,rail,casting,2025-03-01]  Obj       2.5
    ship[foundry,works,rail,casting,2025-03-01]  balance[foundry,casting,2025-03-01]  -1
    ship[foundry,works,rail,casting,2025-03-01]  balance[works,casting,2025-04-01]  1
    ship[foundry,works,rail,casting,2025-04-01]  Obj       2.5
    ship[foundry,works,rail,casting,2025-04-01]  balance[foundry,casting,2025-04-01]  -1
    ship[foundry,works,rail,casting,2025-04-01]  balance[works,casting,2025-05-01]  1
    ship[foundry,works,rail,casting,2025-05-01]  Obj       2.5
    ship[foundry,works,rail,casting,2025-05-01]  balance[foundry,casting,2025-05-01]  -1
    ship[foundry,works,rail,casting,2025-05-01]  balance[works,casting,2025-06-01]  1
    ship[foundry,works,rail,casting,2025-06-01]  Obj       2.5
    ship[foundry,works,rail,casting,2025-06-01]  balance[foundry,casting,2025-06-01]  -1
    ship[works,city,road,pump,2025-01-01]  Obj       5
    ship[works,city,road,pump,2025-01-01]  balance[works,pump,2025-01-01]  -1
    ship[works,city,road,pump,2025-01-01]  balance[city,pump,2025-01-01]  1
    ship[works,city,road,pump,2025-02-01]  Obj       5
    ship[works,city,road,pump,2025-02-01]  balance[works,pump,2025-02-01]  -1
    ship[works,city,road,pump,2025-02-01]  balance[city,pump,2025-02-01]  1
    ship[works,city,road,pump,2025-03-01]  Obj       5
    ship[works,city,road,pump,2025-03-01]  balance[works,pump,2025-03-01]  -1
    ship[works,city,road,pump,2025-03-01]  balance[city,pump,2025-03-01]  1
    ship[works,city,road,pump,2025-04-01]  Obj       5
    ship[works,city,road,pump,2025-04-01]  balance[works,pump,2025-04-01]  -1
    ship[works,city,road,pump,2025-04-01]  balance[city,pump,2025-04-01]  1
    ship[works,city,road,pump,2025-05-01]  Obj       5
    ship[works,city,road,pump,2025-05-01]  balance[works,pump,2025-05-01]  -1
    ship[works,city,road,pump,2025-05-01]  balance[city,pump,2025-05-01]  1
    ship[works,city,road,pump,2025-06-01]  Obj       5
    ship[works,city,road,pump,2025-06-01]  balance[works,pump,2025-06-01]  -1
    ship[works,city,road,pump,2025-06-01]  balance[city,pump,2025-06-01]  1
    stock[foundry,casting,2025-01-01]  Obj       0.50000000000001421
    stock[foundry,casting,2025-01-01]  balance[foundry,casting,2025-01-01]  -1
    stock[foundry,casting,2025-01-01]  balance[foundry,casting,2025-02-01]  1
    stock[foundry,casting,2025-02-01]  Obj       0.49999999999997158
    stock[foundry,casting,2025-02-01]  balance[foundry,casting,2025-02-01]  -1
    stock[foundry,casting,2025-02-01]  balance[foundry,casting,2025-03-01]  1
    stock[foundry,casting,2025-03-01]  Obj       0.50000000000001421
    stock[foundry,casting,2025-03-01]  balance[foundry,casting,2025-03-01]  -1
    stock[foundry,casting,2025-03-01]  balance[foundry,casting,2025-04-01]  1
    stock[foundry,casting,2025-04-01]  Obj       0.50000000000001421
    stock[foundry,casting,2025-04-01]  balance[foundry,casting,2025-04-01]  -1
    stock[foundry,casting,2025-04-01]  balance[foundry,casting,2025-05-01]  1
    stock[foundry,casting,2025-05-01]  Obj       0.49999999999997158
    stock[foundry,casting,2025-05-01]  balance[foundry,casting,2025-05-01]  -1
    stock[foundry,casting,2025-05-01]  balance[foundry,casting,2025-06-01]  1
    stock[foundry,casting,2025-06-01]  Obj       0.50000000000001421
    stock[foundry,casting,2025-06-01]  balance[foundry,casting,2025-06-01]  -1
    stock[works,casting,2025-01-01]  Obj       0.50000000000001421
    stock[works,casting,2025-01-01]  balance[works,casting,2025-01-01]  -1
    stock[works,casting,2025-01-01]  balance[works,casting,2025-02-01]  1
    stock[works,casting,2025-02-01]  Obj       0.49999999999997158
    stock[works,casting,2025-02-01]  balance[works,casting,2025-02-01]  -1
    stock[works,casting,2025-02-01]  balance[works,casting,2025-03-01]  1
    stock[works,casting,2025-03-01]  Obj       0.50000000000001421
    stock[works,casting,2025-03-01]  balance[works,casting,2025-03-01]  -1
    stock[works,casting,2025-03-01]  balance[works,casting,2025-04-01]  1
    stock[works,casting,2025-04-01]  Obj       0.50000000000001421
    stock[works,casting,2025-04-01]  balance[works,casting,2025-04-01]  -1
    stock[works,casting,2025-04-01]  balance[works,casting,2025-05-01]  1
    stock[works,casting,2025-05-01]  Obj       0.49999999999997158
    stock[works,casting,2025-05-01]  balance[works,casting,2025-05-01]  -1
    stock[works,casting,2025-05-01]  balance[works,casting,2025-06-01]  1
    stock[works,casting,2025-06-01]  Obj       0.50000000000001421
    stock[works,casting,2025-06-01]  balance[works,casting,2025-06-01]  -1
    stock[works,pump,2025-01-01]  Obj       6.0000000000001705
    stock[works,pump,2025-01-01]  balance[works,pump,2025-01-01]  -1
    stock[works,pump,2025-01-01]  balance[works,pump,2025-02-01]  1
    stock[works,pump,2025-02-01]  Obj       5.9999999999996589
    stock[works,pump,2025-02-01]  balance[works,pump,2025-02-01]  -1
    stock[works,pump,2025-02-01]  balance[works,pump,2025-03-01]  1
    stock[works,pump,2025-03-01]  Obj       6.0000000000001705
    stock[works,pump,2025-03-01]  balance[works,pump,2025-03-01]  -1
    stock[works,pump,2025-03-01]  balance[works,pump,2025-04-01]  1
    stock[works,pump,2025-04-01]  Obj       6.0000000000001705
    stock[works,pump,2025-04-01]  balance[works,pump,2025-04-01]  -1
    stock[works,pump,2025-04-01]  balance[works,pump,2025-05-01]  1
    stock[works,pump,2025-05-01]  Obj       5.9999999999996589
    stock[works,pump,2025-05-01]  balance[works,pump,2025-05-01]  -1
    stock[works,pump,2025-05-01]  balance[works,pump,2025-06-01]  1
    stock[works,pump,2025-06-01]  Obj       6.0000000000001705
    stock[works,pump,2025-06-01]  balance[works,pump,2025-06-01]  -1
    stock[city,pump,2025-01-01]  Obj       6.0000000000001705
    stock[city,pump,2025-01-01]  balance[city,pump,2025-01-01]  -1
    stock[city,pump,2025-01-01]  balance[city,pump,2025-02-01]  1
    stock[city,pump,2025-02-01]  Obj       5.9999999999996589
    stock[city,pump,2025-02-01]  balance[city,pump,2025-02-01]  -1
    stock[city,pump,2025-02-01]  balance[city,pump,2025-03-01]  1
    stock[city,pump,2025-03-01]  Obj       6.0000000000001705
    stock[city,pump,2025-03-01]  balance[city,pump,2025-03-01]  -1
    stock[city,pump,2025-03-01]  balance[city,pump,2025-04-01]  1
    stock[city,pump,2025-04-01]  Obj       6.0000000000001705
    stock[city,pump,2025-04-01]  balance[city,pump,2025-04-01]  -1
    stock[city,pump,2025-04-01]  balance[city,pump,2025-05-01]  1
    stock[city,pump,2025-05-01]  Obj       5.9999999999996589
    stock[city,pump,2025-05-01]  balance[city,pump,2025-05-01]  -1
    stock[city,pump,2025-05-01]  balance[city,pump,2025-06-01]  1
    stock[city,pump,2025-06-01]  Obj       6.0000000000001705
    stock[city,pump,2025-06-01]  balance[city,pump,2025-06-01]  -1
    serve[city,pump,,pump,2025-01-01]  Obj       -200
    serve[city,pump,,pump,2025-01-01]  balance[city,pump,2025-01-01]  -1
    serve[city,pump,,pump,2025-01-01]  demand[city,pump,,2025-01-01]  1
    serve[city,pump,,pump,2025-02-01]#1  Obj       -190
    serve[city,pump,,pump,2025-02-01]#1  balance[city,pump,2025-02-01]  -1
    serve[city,pump,,pump,2025-02-01]#1  demand[city,pump,,2025-01-01]  1
    serve[city,pump,,pump,2025-02-01]#2  Obj       -200
    serve[city,pump,,pump,2025-02-01]#2  balance[city,pump,2025-02-01]  -1
    serve[city,pump,,pump,2025-02-01]#2  demand[city,pump,,2025-02-01]  1
    serve[city,pump,,pump,2025-03-01]#3  Obj       -190
    serve[city,pump,,pump,2025-03-01]#3  balance[city,pump,2025-03-01]  -1
    serve[city,pump,,pump,2025-03-01]#3  demand[city,pump,,2025-02-01]  1
    serve[city,pump,,pump,2025-03-01]#4  Obj       -200
    serve[city,pump,,pump,2025-03-01]#4  balance[city,pump,2025-03-01]  -1
    serve[city,pump,,pump,2025-03-01]#4  demand[city,pump,,2025-03-01]  1
    serve[city,pump,,pump,2025-04-01]#5  Obj       -190
    serve[city,pump,,pump,2025-04-01]#5  balance[city,pump,2025-04-01]  -1
    serve[city,pump,,pump,2025-04-01]#5  demand[city,pump,,2025-03-01]  1
    serve[city,pump,,pump,2025-04-01]#6  Obj       -200
    serve[city,pump,,pump,2025-04-01]#6  balance[city,pump,2025-04-01]  -1
    serve[city,pump,,pump,2025-04-01]#6  demand[city,pump,,2025-04-01]  1
    serve[city,pump,,pump,2025-05-01]#7  Obj       -190
    serve[city,pump,,pump,2025-05-01]#7  balance[city,pump,2025-05-01]  -1
    serve[city,pump,,pump,2025-05-01]#7  demand[city,pump,,2025-04-01]  1
    serve[city,pump,,pump,2025-05-01]#8  Obj       -200
    serve[city,pump,,pump,2025-05-01]#8  balance[city,pump,2025-05-01]  -1
    serve[city,pump,,pump,2025-05-01]#8  demand[city,pump,,2025-05-01]  1
    serve[city,pump,,pump,2025-06-01]#9  Obj       -190
    serve[city,pump,,pump,2025-06-01]#9  balance[city,pump,2025-06-01]  -1
    serve[city,pump,,pump,2025-06-01]#9  demand[city,pump,,2025-05-01]  1
    serve[city,pump,,pump,2025-06-01]#10  Obj       -200
    serve[city,pump,,pump,2025-06-01]#10  balance[city,pump,2025-06-01]  -1
    serve[city,pump,,pump,2025-06-01]#10  demand[city,pump,,2025-06-01]  1
    lost[city,pump,,2025-01-01]  Obj       30
    lost[city,pump,,2025-01-01]  demand[city,pump,,2025-01-01]  1
    lost[city,pump,,2025-02-01]  Obj       30
    lost[city,pump,,2025-02-01]  demand[city,pump,,2025-02-01]  1
    lost[city,pump,,2025-03-01]  Obj       30
    lost[city,pump,,2025-03-01]  demand[city,pump,,2025-03-01]  1
    lost[city,pump,,2025-04-01]  Obj       30
    lost[city,pump,,2025-04-01]  demand[city,pump,,2025-04-01]  1
    lost[city,pump,,2025-05-01]  Obj       30
    lost[city,pump,,2025-05-01]  demand[city,pump,,2025-05-01]  1
    lost[city,pump,,2025-06-01]  Obj       30
    lost[city,pump,,2025-06-01]  demand[city,pump,,2025-06-01]  1
    MARK0000  'MARKER'                 'INTORG'
    build[second_line,works,line,2025-01-01]  Obj       11700
    build[second_line,works,line,2025-01-01]  capacity[works,line,,2025-02-01]  -16
    build[second_line,works,line,2025-01-01]  capacity[works,line,,2025-03-01]  -64
    build[second_line,works,line,2025-01-01]  capacity[works,line,,2025-04-01]  -128
    build[second_line,works,line,2025-01-01]  capacity[works,line,,2025-05-01]  -160
    build[second_line,works,line,2025-01-01]  capacity[works,line,,2025-06-01]  -160
    build[second_line,works,line,2025-01-01]  modules[second_line,works,line,2025-01-01]  1
    build[second_line,works,line,2025-02-01]  Obj       9100
    build[second_line,works,line,2025-02-01]  capacity[works,line,,2025-03-01]  -16
    build[second_line,works,line,2025-02-01]  capacity[works,line,,2025-04-01]  -64
    build[second_line,works,line,2025-02-01]  capacity[works,line,,2025-05-01]  -128
    build[second_line,works,line,2025-02-01]  capacity[works,line,,2025-06-01]  -160
    build[second_line,works,line,2025-02-01]  modules[second_line,works,line,2025-01-01]  1
    build[second_line,works,line,2025-03-01]  Obj       6500
    build[second_line,works,line,2025-03-01]  capacity[works,line,,2025-04-01]  -16
    build[second_line,works,line,2025-03-01]  capacity[works,line,,2025-05-01]  -64
    build[second_line,works,line,2025-03-01]  capacity[works,line,,2025-06-01]  -128
    build[second_line,works,line,2025-03-01]  modules[second_line,works,line,2025-01-01]  1
    build[second_line,works,line,2025-04-01]  Obj       3900
    build[second_line,works,line,2025-04-01]  capacity[works,line,,2025-05-01]  -16
    build[second_line,works,line,2025-04-01]  capacity[works,line,,2025-06-01]  -64
    build[second_line,works,line,2025-04-01]  modules[second_line,works,line,2025-01-01]  1
    build[second_line,works,line,2025-05-01]  Obj       1300
    build[second_line,works,line,2025-05-01]  capacity[works,line,,2025-06-01]  -16
    build[second_line,works,line,2025-05-01]  modules[second_line,works,line,2025-01-01]  1
    MARK0001  'MARKER'                 'INTEND'
RHS
    RHS_V     Obj       -18000
    RHS_V     balance[works,casting,2025-01-01]  -260
    RHS_V     capacity[works,line,,2025-01-01]  400
    RHS_V     capacity[works,line,,2025-02-01]  400
    RHS_V     capacity[works,line,,2025-03-01]  400
    RHS_V     capacity[works,line,,2025-04-01]  400
    RHS_V     capacity[works,line,,2025-05-01]  400
    RHS_V     capacity[works,line,,2025-06-01]  400
    RHS_V     demand[city,pump,,2025-01-01]  80
    RHS_V     demand[city,pump,,2025-02-01]  120
    RHS_V     demand[city,pump,,2025-03-01]  150
    RHS_V     demand[city,pump,,2025-04-01]  160
    RHS_V     demand[city,pump,,2025-05-01]  170
    RHS_V     demand[city,pump,,2025-06-01]  200
    RHS_V     modules[second_line,works,line,2025-01-01]  3
BOUNDS
 FX BOUND     stock[city,pump,2025-01-01]  0
 FX BOUND     stock[city,pump,2025-02-01]  0
 FX BOUND     stock[city,pump,2025-03-01]  0
 FX BOUND     stock[city,pump,2025-04-01]  0
 FX BOUND     stock[city,pump,2025-05-01]  0
 FX BOUND     stock[city,pump,2025-06-01]  0
 UI BOUND     build[second_line,works,line,2025-01-01]  3
 UI BOUND     build[second_line,works,line,2025-02-01]  3
 UI BOUND     build[second_line,works,line,2025-03-01]  3
 UI BOUND     build[second_line,works,line,2025-04-01]  3
 UI BOUND     build[second_line,works,line,2025-05-01]  3
ENDATA
