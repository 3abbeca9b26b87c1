// Compiles Boost.Beast here, once: everybody else includes its headers only.
#include <boost/beast/src.hpp>
