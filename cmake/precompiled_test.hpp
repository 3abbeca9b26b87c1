// The same for unit tests.
#include "precompiled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
