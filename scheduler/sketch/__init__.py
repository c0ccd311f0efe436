"""Plans in outline: which copies share a build, on which machine, in which order, and no more.

A sketch knows no places on platforms, only how full they are, and of what follows printing about
how platforms queue. So one is worked out in microseconds, and hundreds of thousands of them are
looked at while a plan takes some steps; the best becomes a plan.
"""
