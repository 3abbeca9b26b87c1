#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "links/controllers/controller_type.hpp"
#include "links/native_gpio/qtest_client.hpp"

namespace pinbridge::native_gpio {

/// Reads the registers of a controller that say what its lines do.
class RegisterReader {
 public:
  using Take = std::function<void(std::uint32_t offset, std::uint64_t value)>;

  /// Of a controller with so many lines whose registers begin at `address`. `qtest` outlives it.
  RegisterReader(const ControllerType& type, std::uint16_t lines, std::uint64_t address,
                 QtestClient& qtest);

  /// Asks for all of them. `take` is called for each answer, not for a register that QEMU refuses
  /// to read, and `done` after the last one; neither once this has ended.
  void read(const Take& take, const std::function<void()>& done);

 private:
  std::vector<std::uint32_t> offsets_;
  std::uint8_t register_bytes_;
  std::uint64_t address_;
  QtestClient& qtest_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late answers
};

}  // namespace pinbridge::native_gpio
