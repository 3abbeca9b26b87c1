#include "app/ivshmem_links.hpp"

namespace pinbridge::app {

std::unique_ptr<ivshmem::IvshmemLink> IvshmemLinks::make_link(const std::string& id,
                                                              chip::IvshmemChip& chip) {
  return std::make_unique<ivshmem::IvshmemLink>(context().loop, chip, socket_for(id, chip), id);
}

}  // namespace pinbridge::app
