"""Receiving: photos from a phone over the laptop's own network, for minutes, by one secret address.

The room knows no window and no store: what arrives is handed to a callable, which says what became of it.
Its two threads are its own, because they must listen while nobody works; they touch nothing but sockets and
that callable.
"""
