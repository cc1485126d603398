"""The matrix of permissions (权限矩阵): who gets which answer where, in ``answers.csv``.

``addresses`` says what stands in each address, ``people`` who asks, ``states`` where the assessment stands
meanwhile, ``table`` how the file is read and written, and ``asking`` asks.
"""
