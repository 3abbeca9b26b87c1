// Compiles Boost.JSON once; all other sources include its headers only.
#include <boost/json/src.hpp>
