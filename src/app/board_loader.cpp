#include "app/board_loader.hpp"

#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include <boost/asio/post.hpp>

#include "base/background_thread.hpp"
#include "loop/barrier.hpp"

namespace pinbridge::app {
namespace {

Result<LoadedBoard> load_board(const std::filesystem::path& file,
                               std::vector<board::GuestChoice> choices,
                               const std::shared_ptr<const BoardPlan>& present) {
  auto opened = open_board_file(file, full_catalog(), std::move(choices));
  if (!opened) return opened.error();
  LoadedBoard loaded{.opened = std::move(*opened), .problem_lines = {}, .prepared = {}};
  loaded.problem_lines = problem_lines(loaded.opened);
  if (!loaded.opened.problems.has_errors()) {
    board::Assembly& assembly = loaded.opened.assembly;
    loaded.prepared.emplace(std::move(assembly.parts), assembly.wires, present);
  }
  return loaded;
}

Result<LoadedBoard> load_without_throwing(const std::filesystem::path& file,
                                          std::vector<board::GuestChoice> choices,
                                          const std::shared_ptr<const BoardPlan>& present) {
  try {
    return load_board(file, std::move(choices), present);
  } catch (const std::exception& error) {
    return make_error(ErrorCode::system, "cannot read board {}: {}", file.string(), error.what());
  }
}

}  // namespace

/// The thread stores its result here. The loader is only accessed on the loop. The loop is only
/// accessed while the mutex is held, because it may end.
struct BoardLoader::Mailbox {
  std::mutex mutex;
  boost::asio::io_context* io;
  BoardLoader* loader;
  std::optional<Result<LoadedBoard>> result;
};

BoardLoader::BoardLoader(boost::asio::io_context& io, std::vector<board::GuestChoice> choices,
                         Present present, Loaded loaded)
    : io_(io),
      choices_(std::move(choices)),
      present_(std::move(present)),
      loaded_(std::move(loaded)),
      mailbox_(std::make_shared<Mailbox>()) {
  mailbox_->io = &io;
  mailbox_->loader = this;
}

BoardLoader::~BoardLoader() {
  const std::lock_guard lock(mailbox_->mutex);
  mailbox_->io = nullptr;
  mailbox_->loader = nullptr;
}

void BoardLoader::load(const std::filesystem::path& file) {
  file_ = file;
  if (busy_) {
    again_ = true;
  } else {
    start();
  }
}

void BoardLoader::start() {
  busy_ = true;
  const auto work = [mailbox = mailbox_, file = file_, choices = choices_, present = present_()] {
    auto board = load_without_throwing(file, choices, present);
    const std::lock_guard lock(mailbox->mutex);
    if (!mailbox->io) return;
    mailbox->result.emplace(std::move(board));
    boost::asio::post(*mailbox->io, [mailbox] {
      if (!mailbox->loader) return;
      mailbox->loader->finish(*std::exchange(mailbox->result, std::nullopt));
    });
  };
  try {
    background_thread(work).detach();
  } catch (const std::system_error& error) {
    busy_ = false;
    boost::asio::post(io_, [mailbox = mailbox_, file = file_, why = std::string(error.what())] {
      if (!mailbox->loader) return;
      mailbox->loader->finish(
          make_error(ErrorCode::system, "cannot read board {}: {}", file.string(), why));
    });
  }
}

void BoardLoader::finish(Result<LoadedBoard> board) {
  busy_ = false;
  const auto loaded = loaded_;  // it may end us
  const auto mailbox = mailbox_;
  guarded("new board", [&] { loaded(std::move(board)); });
  // Only then, so that the next one is compared with this board.
  if (mailbox->loader && std::exchange(again_, false)) start();
}

}  // namespace pinbridge::app
