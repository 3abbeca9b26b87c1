// Compiles Boost.Beast once; all other sources include its headers only.
#include <boost/beast/src.hpp>
