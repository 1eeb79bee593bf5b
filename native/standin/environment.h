// What the environment of the process says.
#pragma once

namespace standin {

// Sets the device and the ordered failures as the environment says.
void readEnvironment();

// The number of devices that CUDA_VISIBLE_DEVICES leaves.
int visibleDevices();

}  // namespace standin
