#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "links/controllers/controller_type.hpp"
#include "qemu/control/qtest_client.hpp"

namespace pinbridge::native_gpio {

/// Reads the registers of a controller that determine its lines.
class RegisterReader {
 public:
  using Take = std::function<void(std::uint32_t offset, std::uint64_t value)>;

  /// For a controller with this many lines whose registers begin at `address`. `qtest` outlives it.
  RegisterReader(const controllers::ControllerType& type, std::uint16_t lines,
                 std::uint64_t address, qemu::QtestClient& qtest);

  /// Whether none of them can be read.
  bool empty() const { return offsets_.empty(); }

  /// Requests all of them, replacing pending requests. `take` is called for each answer, not for a
  /// register that QEMU refuses to read, and `done` after the last one; neither once this has
  /// ended.
  void read(Take take, std::function<void()> done);

 private:
  /// What was asked: answers hold it by weak pointers.
  struct Reading {
    Take take;
    std::function<void()> done;
  };

  std::vector<std::uint32_t> offsets_;
  std::uint8_t register_bytes_;
  std::uint64_t address_;
  qemu::QtestClient& qtest_;
  std::shared_ptr<const Reading> reading_;
};

}  // namespace pinbridge::native_gpio
