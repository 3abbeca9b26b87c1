#include "links/controllers/controller_type.hpp"

#include <array>
#include <list>
#include <utility>

namespace pinbridge::controllers {
namespace {

using enum Meaning;

// QEMU traces the whole state at each change: in place of writes, what the registers are at.
constexpr std::string_view kPl061Trace =
    "pl061_update {path} GPIODIR {400} GPIODATA {3fc} pullups {510} floating {#}";
constexpr std::string_view kPl061PendingTrace =
    "pl061_update_istate {path} GPIORIS {414} GPIOIE {410} interrupt level {#}";
constexpr std::string_view kPl061ReadTrace = "pl061_read {path} offset {offset} value {value}";
constexpr std::string_view kPl061WriteTrace = "pl061_write {path} offset {offset} value {value}";
// Pulls that the machine sets and the guest cannot change are not the guest's: the traced pull-ups
// of a plain PL061 are ignored.
constexpr auto kPl061 = std::to_array<RegisterSpec>({{0x3fc, data}, {0x400, output}});
constexpr auto kPl061Luminary =
    std::to_array<RegisterSpec>({{0x3fc, data}, {0x400, output}, {0x510, pull_up}});

constexpr auto kImx = std::to_array<RegisterSpec>({{0, data, 0, "DR"}, {4, output, 0, "GDIR"}});

constexpr auto kSifive =
    std::to_array<RegisterSpec>({{0x08, output}, {0x0c, data}, {0x10, pull_up}, {0x40, invert}});

constexpr auto kNpcm7xx = std::to_array<RegisterSpec>({{0x00, lock},
                                                       {0x08, invert},
                                                       {0x0c, data},
                                                       {0x10, output},
                                                       {0x14, open_drain},
                                                       {0x1c, pull_up},
                                                       {0x20, pull_down},
                                                       {0x68, data_set},
                                                       {0x6c, data_clear},
                                                       {0x70, output_set},
                                                       {0x74, output_clear},
                                                       {0x7c, unlock}});

constexpr auto kNrf51Fixed = std::to_array<RegisterSpec>({{0x504, data},
                                                          {0x508, data_set},
                                                          {0x50c, data_clear},
                                                          {0x514, output},
                                                          {0x518, output_set},
                                                          {0x51c, output_clear}});
constexpr std::uint16_t kNrf51Lines = 32;
constexpr auto kNrf51 = [] {
  std::array<RegisterSpec, kNrf51Fixed.size() + kNrf51Lines> all{};
  std::size_t next = 0;
  for (const RegisterSpec& spec : kNrf51Fixed) all[next++] = spec;
  for (std::uint16_t line = 0; line < kNrf51Lines; ++line) {
    all[next++] = {0x700U + 4U * line, pin_configuration, line};
  }
  return all;
}();

constexpr auto kStm32l4x5 = std::to_array<RegisterSpec>({{0x00, modes},
                                                         {0x04, open_drain},
                                                         {0x0c, pulls},
                                                         {0x14, data},
                                                         {0x18, data_set_clear},
                                                         {0x28, data_clear}});

constexpr auto kMpc8xxx =
    std::to_array<RegisterSpec>({{0x0, output}, {0x4, open_drain}, {0x8, data}});

constexpr auto kOmap = std::to_array<RegisterSpec>({{0x4, data}, {0x8, input}});

// GPFSEL0 to 5, GPLEV0 and 1. Inputs are given by GPSET0 and GPCLR0.
constexpr auto kBcm283x = std::to_array<RegisterSpec>({{0x00, functions, 0},
                                                       {0x04, functions, 10},
                                                       {0x08, functions, 20},
                                                       {0x0c, functions, 30},
                                                       {0x10, functions, 40},
                                                       {0x14, functions, 50},
                                                       {0x34, data, 0},
                                                       {0x38, data, 32}});

constexpr auto kAspeed = std::to_array<RegisterSpec>({{0x000, data, 0},
                                                      {0x004, output, 0},
                                                      {0x020, data, 32},
                                                      {0x024, output, 32},
                                                      {0x070, data, 64},
                                                      {0x074, output, 64},
                                                      {0x078, data, 96},
                                                      {0x07c, output, 96},
                                                      {0x080, data, 128},
                                                      {0x084, output, 128},
                                                      {0x088, data, 160},
                                                      {0x08c, output, 160},
                                                      {0x1e0, data, 192},
                                                      {0x1e4, output, 192},
                                                      {0x1e8, data, 224},
                                                      {0x1ec, output, 224}});
constexpr auto kAspeed1v8 = std::to_array<RegisterSpec>(
    {{0x000, data, 0}, {0x004, output, 0}, {0x020, data, 32}, {0x024, output, 32}});

constexpr ControllerType aspeed(std::string_view qom_type, std::uint16_t lines) {
  return {.qom_type = qom_type,
          .lines = lines,
          .registers = kAspeed,
          .outputs = "sysbus-irq",
          .input = InputBy::property};
}

constexpr ControllerType pl061(std::string_view qom_type, std::span<const RegisterSpec> registers) {
  return {.qom_type = qom_type,
          .lines = 8,
          .registers = registers,
          .trace = kPl061Trace,
          .pending_trace = kPl061PendingTrace,
          .input_register = 0x3fc,
          .read_trace = kPl061ReadTrace,
          .write_trace = kPl061WriteTrace};
}

constexpr auto kTypes = std::to_array<ControllerType>({
    pl061("pl061", kPl061),
    pl061("pl061_luminary", kPl061Luminary),
    {.qom_type = "imx.gpio",
     .registers = kImx,
     .trace = "imx_gpio_write {path}:[{register}] <- {value}"},
    {.qom_type = "sifive_soc.gpio",
     .registers = kSifive,
     .trace = "sifive_gpio_write offset {offset} value {value}",
     .trace_id = TraceId::only_one,
     .releases = true},
    {.qom_type = "npcm7xx-gpio",
     .registers = kNpcm7xx,
     .trace = "npcm7xx_gpio_write {path} offset: {offset} value {value}",
     .releases = true},
    {.qom_type = "nrf51_soc.gpio",
     .registers = kNrf51,
     .trace = "nrf51_gpio_write offset {offset} value {value}",
     .trace_id = TraceId::only_one,
     .releases = true,
     .interrupts = false},
    {.qom_type = "stm32l4x5-gpio",
     .lines = 16,
     .registers = kStm32l4x5,
     .trace = "stm32l4x5_gpio_write GPIO{name} addr: {offset} val: {value}",
     .trace_id = TraceId::name_property},
    {.qom_type = "mpc8xxx_gpio",
     .registers = kMpc8xxx,
     .lines_from_msb = true,
     .repeats_are_events = true},
    {.qom_type = "omap-gpio", .lines = 16, .registers = kOmap, .register_bytes = 2},
    {.qom_type = "bcm2835_gpio",
     .lines = 54,
     .registers = kBcm283x,
     .input = InputBy::set_clear,
     .set_register = 0x1c,
     .clear_register = 0x28,
     .interrupts = false},
    {.qom_type = "bcm2838-gpio",
     .lines = 58,
     .registers = kBcm283x,
     .input = InputBy::set_clear,
     .set_register = 0x1c,
     .clear_register = 0x28,
     .interrupts = false},
    aspeed("aspeed.gpio-ast2400", 216),
    aspeed("aspeed.gpio-ast2500", 228),
    aspeed("aspeed.gpio-ast2600", 208),
    aspeed("aspeed.gpio-ast1030", 168),
    {.qom_type = "aspeed.gpio-ast2600-1_8v",
     .lines = 36,
     .registers = kAspeed1v8,
     .outputs = "sysbus-irq",
     .input = InputBy::property},
});

/// The added types; a list, because its elements keep their addresses.
std::list<OwnedControllerType>& added_types() {
  static std::list<OwnedControllerType> types;
  return types;
}

}  // namespace

Result<void> add_controller_type(OwnedControllerType type) {
  if (find_controller_type(type.qom_type) != nullptr) {
    return make_error(ErrorCode::invalid, "\"{}\" is already known", type.qom_type);
  }
  OwnedControllerType& added = added_types().emplace_back(std::move(type));
  for (std::size_t i = 0; i < added.registers.size(); ++i) {
    added.registers[i].name = added.register_names[i];
  }
  added.type.qom_type = added.qom_type;
  added.type.trace = added.trace;
  added.type.outputs = added.outputs;
  added.type.registers = added.registers;
  return {};
}

std::vector<const ControllerType*> controller_types() {
  std::vector<const ControllerType*> types;
  types.reserve(std::size(kTypes) + added_types().size());
  for (const ControllerType& type : kTypes) types.push_back(&type);
  for (const OwnedControllerType& added : added_types()) types.push_back(&added.type);
  return types;
}

const ControllerType* find_controller_type(std::string_view qom_type) {
  for (const ControllerType* type : controller_types()) {
    if (type->qom_type == qom_type) return type;
  }
  return nullptr;
}

bool is_controller_type(std::string_view qom_type) {
  return find_controller_type(qom_type) != nullptr;
}

}  // namespace pinbridge::controllers
