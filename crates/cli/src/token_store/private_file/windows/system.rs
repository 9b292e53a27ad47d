//! Calls to Windows. All unsafe code is here.

#![allow(unsafe_code, reason = "Windows is called through its C interface")]

use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::os::windows::ffi::OsStrExt as _;
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};
use std::path::Path;
use std::ptr;
use std::slice;

use windows_sys::Win32::Foundation::{ERROR_SUCCESS, GENERIC_WRITE, INVALID_HANDLE_VALUE, LocalFree};
use windows_sys::Win32::Security::Authorization::{
    ConvertSecurityDescriptorToStringSecurityDescriptorW, ConvertSidToStringSidW,
    ConvertStringSecurityDescriptorToSecurityDescriptorW, GetSecurityInfo, SDDL_REVISION_1, SE_FILE_OBJECT,
};
use windows_sys::Win32::Security::{
    DACL_SECURITY_INFORMATION, GetTokenInformation, OWNER_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR,
    SECURITY_ATTRIBUTES, TOKEN_QUERY, TOKEN_USER, TokenUser,
};
use windows_sys::Win32::Storage::FileSystem::{
    CREATE_NEW, CreateFileW, FILE_ATTRIBUTE_NORMAL, FILE_SHARE_DELETE, FILE_SHARE_READ, FILE_SHARE_WRITE,
    READ_CONTROL,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

/// The owner and the access control list.
const OWNER_AND_LIST: u32 = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;

/// Memory that Windows allocated with `LocalAlloc`.
struct Allocated(*mut c_void);

impl Drop for Allocated {
    fn drop(&mut self) {
        // SAFETY: Windows returned it, and it is freed once.
        unsafe { LocalFree(self.0) };
    }
}

/// Who owns something, and who may do what with it.
pub(super) struct SecurityDescriptor(Allocated);

impl SecurityDescriptor {
    /// Reads one in the security descriptor definition language.
    pub(super) fn parse(text: &str) -> io::Result<Self> {
        let text = wide(text.encode_utf16());
        let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
        // SAFETY: the text ends with a zero, the descriptor may be written, and its size is not asked for.
        let parsed = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &raw mut descriptor,
                ptr::null_mut(),
            )
        };
        succeeded(parsed)?;
        Ok(Self(Allocated(descriptor)))
    }

    /// That of an open file.
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
        // SAFETY: the handle is open; of what may be null, only the descriptor is asked for.
        let error = unsafe {
            GetSecurityInfo(
                file.as_raw_handle(),
                SE_FILE_OBJECT,
                OWNER_AND_LIST,
                ptr::null_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut descriptor,
            )
        };
        match error {
            ERROR_SUCCESS => Ok(Self(Allocated(descriptor))),
            error => Err(io::Error::from_raw_os_error(error.cast_signed())),
        }
    }

    /// Its owner and list in the security descriptor definition language.
    pub(super) fn to_text(&self) -> io::Result<String> {
        let mut text = ptr::null_mut();
        // SAFETY: the descriptor is one of Windows', the text may be written, and its length is not asked for.
        let converted = unsafe {
            ConvertSecurityDescriptorToStringSecurityDescriptorW(
                self.0.0,
                SDDL_REVISION_1,
                OWNER_AND_LIST,
                &raw mut text,
                ptr::null_mut(),
            )
        };
        succeeded(converted)?;
        Ok(text_of(&Allocated(text.cast())))
    }
}

/// Creates a file with this descriptor, which no other program can open before. It is shared as the standard library does.
pub(super) fn create(path: &Path, descriptor: &SecurityDescriptor) -> io::Result<File> {
    let path = wide(path.as_os_str().encode_wide());
    let attributes = SECURITY_ATTRIBUTES {
        nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).map_err(io::Error::other)?,
        lpSecurityDescriptor: descriptor.0.0,
        bInheritHandle: 0,
    };
    // SAFETY: the path ends with a zero, and the descriptor lives until the end of the call.
    let handle = unsafe {
        CreateFileW(
            path.as_ptr(),
            // The second is for looking at what became of the descriptor.
            GENERIC_WRITE | READ_CONTROL,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
            &raw const attributes,
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            ptr::null_mut(),
        )
    };
    if handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle is open, and nobody else has it.
    Ok(unsafe { File::from_raw_handle(handle) })
}

/// The identifier of the user who runs this program, such as `S-1-5-21-1-2-3-1001`.
pub(super) fn current_user() -> io::Result<String> {
    // SAFETY: it has no conditions, and what it returns need not be closed.
    let process = unsafe { GetCurrentProcess() };
    let mut token = ptr::null_mut();
    // SAFETY: the token may be written.
    succeeded(unsafe { OpenProcessToken(process, TOKEN_QUERY, &raw mut token) })?;
    // SAFETY: the token is open, and nobody else has it.
    let token = unsafe { OwnedHandle::from_raw_handle(token) };
    // An identifier has at most 68 bytes. These numbers are aligned as the structure is.
    let mut user = [0_u64; 32];
    let mut length = 0;
    // SAFETY: so many bytes may be written there.
    let written = unsafe {
        GetTokenInformation(
            token.as_raw_handle(),
            TokenUser,
            user.as_mut_ptr().cast(),
            u32::try_from(size_of_val(&user)).map_err(io::Error::other)?,
            &raw mut length,
        )
    };
    succeeded(written)?;
    // SAFETY: Windows wrote such a structure there.
    let sid = unsafe { (*user.as_ptr().cast::<TOKEN_USER>()).User.Sid };
    let mut text = ptr::null_mut();
    // SAFETY: the identifier is in the same memory, and the text may be written.
    succeeded(unsafe { ConvertSidToStringSidW(sid, &raw mut text) })?;
    Ok(text_of(&Allocated(text.cast())))
}

/// A text from Windows, which ends with a zero.
fn text_of(text: &Allocated) -> String {
    let start: *const u16 = text.0.cast_const().cast();
    let mut length = 0;
    // SAFETY: all before the zero may be read.
    while unsafe { *start.add(length) } != 0 {
        length += 1;
    }
    // SAFETY: so many were read.
    String::from_utf16_lossy(unsafe { slice::from_raw_parts(start, length) })
}

fn wide(text: impl Iterator<Item = u16>) -> Vec<u16> {
    text.chain([0]).collect()
}

fn succeeded(result: i32) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
