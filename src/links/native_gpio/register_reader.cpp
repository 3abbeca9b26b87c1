#include "links/native_gpio/register_reader.hpp"

namespace pinbridge::native_gpio {
namespace {

/// Whether reading the register tells what writing it would.
bool can_be_read(Meaning meaning) {
  switch (meaning) {
    case Meaning::data_set:
    case Meaning::data_clear:
    case Meaning::data_set_clear:
    case Meaning::output_set:
    case Meaning::output_clear:
    case Meaning::lock:
    case Meaning::unlock:
      return false;
    default:
      return true;
  }
}

}  // namespace

RegisterReader::RegisterReader(const ControllerType& type, std::uint16_t lines,
                               std::uint64_t address, QtestClient& qtest)
    : register_bytes_(type.register_bytes), address_(address), qtest_(qtest) {
  for (const RegisterSpec& spec : type.registers) {
    if (can_be_read(spec.meaning) && spec.first_line < lines) offsets_.push_back(spec.offset);
  }
}

void RegisterReader::read(const Take& take, const std::function<void()>& done) {
  if (offsets_.empty()) return done();
  for (const std::uint32_t offset : offsets_) {
    const bool last = offset == offsets_.back();
    qtest_.read(address_ + offset, register_bytes_,
                [take, offset, done = last ? done : std::function<void()>(),
                 alive = std::weak_ptr(alive_)](const Result<std::uint64_t>& value) {
                  if (alive.expired()) return;
                  if (value) take(offset, *value);
                  if (done) done();
                });
  }
}

}  // namespace pinbridge::native_gpio
