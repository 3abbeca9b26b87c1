// Compiles Boost.URL here, once: everybody else includes its headers only.
#include <boost/url/src.hpp>
