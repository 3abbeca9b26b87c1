#include "links/native_gpio/register_reader.hpp"

#include <utility>

namespace pinbridge::native_gpio {
namespace {

/// Whether the register reads back what was written to it.
bool can_be_read(controllers::Meaning meaning) {
  switch (meaning) {
    case controllers::Meaning::data_set:
    case controllers::Meaning::data_clear:
    case controllers::Meaning::data_set_clear:
    case controllers::Meaning::output_set:
    case controllers::Meaning::output_clear:
    case controllers::Meaning::lock:
    case controllers::Meaning::unlock:
      return false;
    default:
      return true;
  }
}

}  // namespace

RegisterReader::RegisterReader(const controllers::ControllerType& type, std::uint16_t lines,
                               std::uint64_t address, qemu::QtestClient& qtest)
    : register_bytes_(type.register_bytes), address_(address), qtest_(qtest) {
  for (const controllers::RegisterSpec& spec : type.registers) {
    if (can_be_read(spec.meaning) && spec.first_line < lines) offsets_.push_back(spec.offset);
  }
}

void RegisterReader::read(Take take, std::function<void()> done) {
  if (empty()) return done();
  reading_ = std::make_shared<const Reading>(Reading{std::move(take), std::move(done)});
  for (const std::uint32_t offset : offsets_) {
    const bool last = offset == offsets_.back();
    qtest_.read(address_ + offset, register_bytes_,
                [held = std::weak_ptr(reading_), offset, last](const Result<std::uint64_t>& value) {
                  const auto reading = held.lock();
                  if (!reading) return;
                  if (value) reading->take(offset, *value);
                  if (last) reading->done();
                });
  }
}

}  // namespace pinbridge::native_gpio
