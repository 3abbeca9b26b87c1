#include "links/virtio_gpio/gpio_device.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/gpio_driver.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace wire;
using ::testing::Each;
using ::testing::ElementsAre;
using testing::FakeQueue;
using ::testing::IsEmpty;

class GpioDeviceTest : public pinbridge::testing::GpioDriverTest {
 protected:
  /// The answer to any bytes, with any room for it.
  FakeQueue::Returned answer_to(std::vector<std::byte> request, std::size_t room,
                                std::size_t piece = 4096) {
    requests_.offer(std::move(request), room, piece);
    serve_requests();
    return requests_.take_returned().value();
  }
  std::string names(std::size_t room) {
    const auto returned =
        answer_to(testing::gpio_request(VIRTIO_GPIO_MSG_GET_LINE_NAMES, 0, 0), room);
    EXPECT_EQ(returned.answer[0], std::byte{VIRTIO_GPIO_STATUS_OK});
    return {reinterpret_cast<const char*>(returned.answer.data()) + 1, returned.written - 1};
  }
};

TEST_F(GpioDeviceTest, NamesAreAsLongAsTheConfigSaysAndUsedLengthIsOneMore) {
  using namespace std::string_literals;
  make_device(4, {"led", "", "button"});
  start();
  EXPECT_EQ(names(1 + 13), "led\0\0button\0\0"s);
  EXPECT_EQ(names(100), "led\0\0button\0\0"s);
}

TEST_F(GpioDeviceTest, NamesThatDoNotFitAreAnErrorAndNotCutShort) {
  make_device(4, {"led", "", "button"});
  start();
  for (const std::size_t room : {2, 13}) {
    const auto returned =
        answer_to(testing::gpio_request(VIRTIO_GPIO_MSG_GET_LINE_NAMES, 0, 0), room);
    EXPECT_EQ(testing::gpio_answer(returned).text, "ERR");
    EXPECT_EQ(returned.written, 2U);
  }
}

TEST_F(GpioDeviceTest, NamesOfLinesWithoutAnyAreAnError) {
  start();
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_LINE_NAMES, 0), "ERR");
}

TEST_F(GpioDeviceTest, ARequestThatFailsInsideIsAnsweredWithAnErrorAndTheNextOneWorks) {
  start();
  set_direction(3, VIRTIO_GPIO_DIRECTION_OUT);
  lines_->on_drive = [](LineOffset, bool) { throw std::runtime_error("no memory"); };
  EXPECT_EQ(set_value(3, 1), "ERR") << "a driver waits for an answer without a time-out";
  lines_->on_drive = {};
  EXPECT_EQ(set_value(3, 0), "OK 0");
}

TEST_F(GpioDeviceTest, DirectionIsWhatWasSetLast) {
  start();
  for (const std::uint32_t direction : {0, 1, 2, 1, 2, 0}) {
    EXPECT_EQ(set_direction(7, direction), "OK 0");
    EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 7), fmt::format("OK {}", direction));
  }
}

TEST_F(GpioDeviceTest, AnOutputDrivesEachValueAndAnInputNone) {
  start();
  set_direction(3, VIRTIO_GPIO_DIRECTION_OUT);
  set_value(3, 1);
  set_value(3, 0);
  set_direction(3, VIRTIO_GPIO_DIRECTION_IN);
  set_value(3, 1);
  EXPECT_THAT(lines_->take_log(), ElementsAre("3=low", "3=high", "3=low", "3 released"));
}

TEST_F(GpioDeviceTest, AValueIsReadFromTheLineWhateverItsDirection) {
  start();
  lines_->put(0, true);
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_VALUE, 0), "OK 1");
  set_direction(0, VIRTIO_GPIO_DIRECTION_IN);
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_VALUE, 0), "OK 1");
  lines_->put(0, false);
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_VALUE, 0), "OK 0");
  set_value(0, 1);
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_VALUE, 0), "OK 0");
  set_direction(0, VIRTIO_GPIO_DIRECTION_OUT);
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_VALUE, 0), "OK 1");
}

TEST_F(GpioDeviceTest, ALineThatDoesNotExistIsAnError) {
  start();
  for (std::uint16_t type = VIRTIO_GPIO_MSG_GET_DIRECTION; type <= VIRTIO_GPIO_MSG_SET_IRQ_TYPE;
       ++type) {
    EXPECT_EQ(ask(type, 8), "ERR") << type;
    EXPECT_EQ(ask(type, 0xffff, 1), "ERR") << type;
  }
  EXPECT_THAT(lines_->take_log(), IsEmpty());
}

TEST_F(GpioDeviceTest, AnUnknownTypeIsAnError) {
  start();
  for (const int type : {0, 7, 8, 0x0200, 0xffff}) {
    EXPECT_EQ(ask(static_cast<std::uint16_t>(type), 0, 1), "ERR") << type;
  }
}

TEST_F(GpioDeviceTest, AValueOutOfRangeIsAnErrorAndChangesNothing) {
  start();
  set_direction(0, VIRTIO_GPIO_DIRECTION_OUT);
  lines_->take_log();
  for (const std::uint32_t value : {2U, 0x100U, 0x101U, 0xffffffffU}) {
    EXPECT_EQ(set_value(0, value), "ERR");
  }
  for (const std::uint32_t direction : {3U, 0x102U, 0xffffffffU}) {
    EXPECT_EQ(set_direction(0, direction), "ERR");
  }
  for (const std::uint32_t type : {5U, 7U, 0x101U, 0xffffffffU}) {
    EXPECT_EQ(set_irq_type(0, type), "ERR");
  }
  EXPECT_THAT(lines_->take_log(), IsEmpty());
  EXPECT_EQ(ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 0), "OK 1");
}

TEST_F(GpioDeviceTest, ARequestOfAnotherSizeIsAnErrorAndNotDone) {
  start();
  auto request = testing::gpio_request(VIRTIO_GPIO_MSG_SET_DIRECTION, 0, VIRTIO_GPIO_DIRECTION_OUT);
  for (const std::size_t size : {0, 1, 7, 9, 4096}) {
    request.resize(size);
    EXPECT_EQ(testing::gpio_answer(answer_to(request, 2)).text, "ERR") << size;
  }
  EXPECT_THAT(lines_->take_log(), IsEmpty());
}

TEST_F(GpioDeviceTest, ARequestWithoutRoomForItsAnswerIsNotDone) {
  start();
  const auto request =
      testing::gpio_request(VIRTIO_GPIO_MSG_SET_DIRECTION, 0, VIRTIO_GPIO_DIRECTION_OUT);
  EXPECT_EQ(answer_to(request, 0).written, 0U);
  const auto one = answer_to(request, 1);
  EXPECT_EQ(one.written, 1U);
  EXPECT_EQ(one.answer[0], std::byte{VIRTIO_GPIO_STATUS_ERR});
  EXPECT_THAT(lines_->take_log(), IsEmpty());
}

TEST_F(GpioDeviceTest, MoreRoomThanTheAnswerNeedsIsLeftAlone) {
  start();
  const auto returned = answer_to(testing::gpio_request(VIRTIO_GPIO_MSG_GET_VALUE, 0, 0), 64);
  EXPECT_EQ(returned.written, 2U);
  EXPECT_THAT(std::span(returned.answer).subspan(2), Each(FakeQueue::kUntouched));
}

TEST_F(GpioDeviceTest, ARequestMayComeInAnyPieces) {
  make_device(4, {"led", "", "button"});
  start();
  for (const std::size_t piece : {1, 2, 3}) {
    const auto request =
        testing::gpio_request(VIRTIO_GPIO_MSG_SET_DIRECTION, 1, VIRTIO_GPIO_DIRECTION_OUT);
    EXPECT_EQ(testing::gpio_answer(answer_to(request, 2, piece)).text, "OK 0");
    EXPECT_EQ(
        answer_to(testing::gpio_request(VIRTIO_GPIO_MSG_GET_LINE_NAMES, 0, 0), 14, piece).answer[3],
        std::byte{'d'});
  }
}

TEST_F(GpioDeviceTest, OneInterruptIsEnoughForManyAnswers) {
  start();
  for (int i = 0; i < 50; ++i) {
    requests_.offer(testing::gpio_request(VIRTIO_GPIO_MSG_GET_VALUE, 0, 0), 2);
  }
  serve_requests();
  EXPECT_EQ(requests_.returned_count(), 50U);
  EXPECT_EQ(requests_.interrupts, 1);
}

TEST_F(GpioDeviceTest, ALongQueueIsServedInShares) {
  start();
  for (int i = 0; i < 1000; ++i) {
    requests_.offer(testing::gpio_request(VIRTIO_GPIO_MSG_GET_VALUE, 0, 0), 2);
  }
  serve_requests();
  EXPECT_GT(requests_.returned_count(), 0U);
  EXPECT_LE(requests_.returned_count(), 256U);
  while (requests_.waiting() > 0) serve_requests();
  EXPECT_EQ(requests_.returned_count(), 1000U);
}

TEST_F(GpioDeviceTest, ABrokenQueueIsReportedAndWhatCameBeforeIsAnswered) {
  start();
  requests_.offer(testing::gpio_request(VIRTIO_GPIO_MSG_GET_VALUE, 0, 0), 2);
  requests_.on_return = [this](const auto&) { requests_.break_ring(); };
  EXPECT_FALSE(device_->process(kRequestQueue));
  EXPECT_EQ(requests_.returned_count(), 1U);
}

TEST_F(GpioDeviceTest, InterruptsAreOfferedUnlessTheOptionDisablesThem) {
  make_device(1);
  EXPECT_EQ(device_->features(), kIrq);
  make_device(1, {}, {.interrupts = false});
  EXPECT_EQ(device_->features(), 0U);
}

TEST_F(GpioDeviceTest, WithoutTheInterruptFeatureNoTypeCanBeSetAndBuffersGoBackInvalid) {
  start(kVersion1);
  for (const std::uint32_t type : {0, 1, 4}) EXPECT_EQ(set_irq_type(0, type), "ERR");
  unmask(0);
  EXPECT_THAT(take_events(), ElementsAre("0 INVALID"));
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
