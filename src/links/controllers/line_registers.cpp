#include "links/controllers/line_registers.hpp"

#include "base/check.hpp"

namespace pinbridge::controllers {
namespace {

// The keys by which NPCM7xx's registers are unlocked, the second to TLOCK1.
constexpr std::uint32_t kFirstKey = 0xc0de1248;
constexpr std::uint32_t kSecondKey = 0xc0defa73;

std::uint32_t reversed(std::uint32_t value) {
  std::uint32_t result = 0;
  for (int i = 0; i < 32; ++i) result |= ((value >> i) & 1U) << (31 - i);
  return result;
}

std::uint32_t bits(std::uint64_t value, unsigned first, unsigned count) {
  return static_cast<std::uint32_t>(value >> first) & ((1U << count) - 1);
}

}  // namespace

LineRegisters::LineRegisters(std::span<const RegisterSpec> registers, std::uint16_t lines,
                             bool lines_from_msb)
    : registers_(registers), lines_(lines), lines_from_msb_(lines_from_msb) {
  PB_CHECK(lines <= kMostLines);
}

void LineRegisters::write(std::uint32_t offset, std::uint64_t value) {
  for (const RegisterSpec& spec : registers_) {
    if (spec.offset == offset) apply(spec, value);
  }
}

void LineRegisters::write(std::string_view name, std::uint64_t value) {
  for (const RegisterSpec& spec : registers_) {
    if (spec.name == name) apply(spec, value);
  }
}

void LineRegisters::take(std::uint32_t offset, std::uint64_t value) {
  for (const RegisterSpec& spec : registers_) {
    if (spec.offset == offset) apply_fields(spec, value);
  }
}

void LineRegisters::take_all(const LineRegisters& read) {
  const Words written = fields_.data;
  fields_ = read.fields_;
  for (std::size_t word = 0; word < kWords; ++word) {
    auto& data = fields_.data[word];
    data = (data & fields_.output[word]) | (written[word] & ~fields_.output[word]);
  }
}

void LineRegisters::drives(LineOffset line, bool level) {
  const bool inverted = (fields_.invert[line.value() / 32] >> (line.value() % 32) & 1U) != 0;
  put(fields_.output, line.value(), true);
  put(fields_.data, line.value(), level != inverted);
}

void LineRegisters::apply(const RegisterSpec& spec, std::uint64_t value) {
  if (passes_lock(spec.meaning, value)) apply_fields(spec, value);
}

bool LineRegisters::passes_lock(Meaning meaning, std::uint64_t value) {
  const bool was_locked = fields_.locked;
  if (meaning == Meaning::unlock && was_locked) {
    fields_.unlocking = value == kFirstKey;
  } else if (meaning == Meaning::lock && was_locked) {
    if (fields_.unlocking && value == kSecondKey) fields_.locked = fields_.unlocking = false;
  } else if (meaning == Meaning::lock || meaning == Meaning::unlock) {
    fields_.locked = true;
    fields_.unlocking = false;
  }
  return !was_locked;
}

void LineRegisters::apply_fields(const RegisterSpec& spec, std::uint64_t value) {
  const std::size_t word = spec.first_line / 32;
  const auto written = static_cast<std::uint32_t>(value);
  const std::uint32_t mask = lines_from_msb_ ? reversed(written) : written;
  auto& f = fields_;
  switch (spec.meaning) {
    case Meaning::data:
      f.data[word] = mask;
      break;
    case Meaning::data_set:
      f.data[word] |= mask;
      break;
    case Meaning::data_clear:
      f.data[word] &= ~mask;
      break;
    case Meaning::data_set_clear:
      f.data[word] = (f.data[word] & ~bits(value, 16, 16)) | bits(value, 0, 16);
      break;
    case Meaning::output:
      f.output[word] = mask;
      break;
    case Meaning::output_set:
      f.output[word] |= mask;
      break;
    case Meaning::output_clear:
      f.output[word] &= ~mask;
      break;
    case Meaning::input:
      f.output[word] = ~mask;
      break;
    case Meaning::invert:
      f.invert[word] = mask;
      break;
    case Meaning::open_drain:
      f.open_drain[word] = mask;
      break;
    case Meaning::pull_up:
      f.pull_up[word] = mask;
      break;
    case Meaning::pull_down:
      f.pull_down[word] = mask;
      break;
    case Meaning::modes:
      for (std::uint16_t i = 0; i < 16; ++i) put(f.output, i, bits(value, 2U * i, 2) == 1);
      break;
    case Meaning::pulls:
      for (std::uint16_t i = 0; i < 16; ++i) {
        put(f.pull_up, i, bits(value, 2U * i, 2) == 1);
        put(f.pull_down, i, bits(value, 2U * i, 2) == 2);
      }
      break;
    case Meaning::functions:
      for (std::uint16_t i = 0; i < 10; ++i) {
        put(f.output, static_cast<std::uint16_t>(spec.first_line + i), bits(value, 3U * i, 3) == 1);
      }
      break;
    case Meaning::pin_configuration:
      configure_pin(spec.first_line, mask);
      break;
    case Meaning::lock:
    case Meaning::unlock:
      break;
  }
}

/// nRF51 reference manual, 14.2.5: DIR 0, PULL 3..2 (1 down, 3 up), DRIVE 10..8 (4 and 5 release at
/// low, 6 and 7 at high).
void LineRegisters::configure_pin(std::uint16_t line, std::uint32_t value) {
  const auto pull = bits(value, 2, 2);
  const auto drive = bits(value, 8, 3);
  put(fields_.output, line, bits(value, 0, 1) == 1);
  put(fields_.pull_down, line, pull == 1);
  put(fields_.pull_up, line, pull == 3);
  put(fields_.open_source, line, drive == 4 || drive == 5);
  put(fields_.open_drain, line, drive == 6 || drive == 7);
}

void LineRegisters::put(Words& words, std::uint16_t line, bool value) const {
  if (line >= lines_) return;
  const std::uint32_t mask = 1U << (line % 32);
  words[line / 32] = value ? words[line / 32] | mask : words[line / 32] & ~mask;
}

LineRegisters::Effective LineRegisters::effective() const {
  Effective now{};
  const auto& f = fields_;
  for (std::size_t word = 0; word * 32 < lines_; ++word) {
    const std::uint32_t level = f.data[word] ^ f.invert[word];
    const std::uint32_t open = (f.open_drain[word] & level) | (f.open_source[word] & ~level);
    now.drives[word] = f.output[word] & ~open;
    now.level[word] = level & now.drives[word];
    now.up[word] = f.pull_up[word] & ~now.drives[word];
    now.down[word] = f.pull_down[word] & ~f.pull_up[word] & ~now.drives[word];
  }
  return now;
}

LineState LineRegisters::state(LineOffset line) const {
  const std::size_t word = line.value() / 32;
  const std::uint32_t mask = 1U << (line.value() % 32);
  LineState state{.drives = (told_.drives[word] & mask) != 0,
                  .level = (told_.level[word] & mask) != 0};
  if ((told_.up[word] & mask) != 0) state.pull = true;
  if ((told_.down[word] & mask) != 0) state.pull = false;
  return state;
}

}  // namespace pinbridge::controllers
