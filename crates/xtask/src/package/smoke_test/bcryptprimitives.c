/* Random numbers for Rust's standard library under a Wine that lacks this library of Windows, such as Wine 8.0. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T length) {
    return RtlGenRandom(data, (ULONG)length);
}
