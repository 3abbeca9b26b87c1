// Compiles Boost.JSON here, once: everybody else includes its headers only.
#include <boost/json/src.hpp>
