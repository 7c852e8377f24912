using System.Reflection;
using System.Runtime.InteropServices;

namespace Tenure.Flash.Usb;

/// <summary>The calls of libusb 1.0 that are used here.</summary>
/// <remarks>libusb.h of 1.0.26, API version 0x01000109; nothing newer than 1.0.21. The library is the system's, looked for when the first of these is called.</remarks>
internal static unsafe partial class LibUsb
{
    private const string Name = "libusb-1.0";
    private const DllImportSearchPath Places = DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.System32;

    private static readonly Lazy<nint> Library = new(() => Load(Files));

    static LibUsb() => NativeLibrary.SetDllImportResolver(typeof(LibUsb).Assembly, (name, _, _) => name == Name ? Library.Value : 0);

    /// <summary>What an endpoint's transfer came to: enum libusb_transfer_status.</summary>
    public enum Status
    {
        Completed,
        Error,
        TimedOut,
        Cancelled,
        Stall,
        NoDevice,
        Overflow,
    }

    /// <summary>Whether it is installed.</summary>
    public static bool IsThere => Library.Value != 0;

    /// <summary>Its package, by the names of those who package it.</summary>
    public static string Package => OperatingSystem.IsWindows() ? "libusb-1.0.dll" : OperatingSystem.IsMacOS() ? "libusb (Homebrew)" : "libusb-1.0-0 (Debian, Ubuntu), libusb1 (Fedora), libusb (Arch)";

    private static string[] Files => OperatingSystem.IsWindows() ? ["libusb-1.0.dll"]
        : OperatingSystem.IsMacOS() ? ["libusb-1.0.0.dylib", "/opt/homebrew/lib/libusb-1.0.0.dylib", "/usr/local/lib/libusb-1.0.0.dylib"]
        : ["libusb-1.0.so.0"];

    /// <summary>The first of these that can be loaded; 0 for none.</summary>
    public static nint Load(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            if (NativeLibrary.TryLoad(file, Assembly.GetExecutingAssembly(), Places, out var library))
            {
                return library;
            }
        }

        return 0;
    }

    /// <summary>Takes an error code for what it means.</summary>
    public static UsbException Failure(int code, string what) => new(
        code switch
        {
            -3 => UsbFault.NoAccess,
            -4 or -5 => UsbFault.Gone,
            -6 => UsbFault.Busy,
            -12 => UsbFault.NoDriver,
            _ => UsbFault.Failed,
        },
        $"{what}: libusb says {code}.");

    [LibraryImport(Name, EntryPoint = "libusb_init")]
    public static partial int Init(out UsbContext context);

    [LibraryImport(Name, EntryPoint = "libusb_exit")]
    public static partial void Exit(nint context);

    [LibraryImport(Name, EntryPoint = "libusb_get_device_list")]
    public static partial nint List(UsbContext context, out nint* list);

    [LibraryImport(Name, EntryPoint = "libusb_free_device_list")]
    public static partial void FreeList(nint* list, int unref);

    [LibraryImport(Name, EntryPoint = "libusb_get_bus_number")]
    public static partial byte BusOf(nint device);

    [LibraryImport(Name, EntryPoint = "libusb_get_device_address")]
    public static partial byte AddressOf(nint device);

    [LibraryImport(Name, EntryPoint = "libusb_get_device_descriptor")]
    public static partial int DescriptorOf(nint device, out DeviceDescriptor descriptor);

    [LibraryImport(Name, EntryPoint = "libusb_get_active_config_descriptor")]
    public static partial int ConfigurationOf(nint device, out ConfigurationDescriptor* configuration);

    [LibraryImport(Name, EntryPoint = "libusb_free_config_descriptor")]
    public static partial void Free(ConfigurationDescriptor* configuration);

    [LibraryImport(Name, EntryPoint = "libusb_open")]
    public static partial int Open(nint device, out UsbHandle handle);

    [LibraryImport(Name, EntryPoint = "libusb_close")]
    public static partial void Close(nint handle);

    [LibraryImport(Name, EntryPoint = "libusb_set_auto_detach_kernel_driver")]
    public static partial int DetachDriver(UsbHandle handle, int enable);

    [LibraryImport(Name, EntryPoint = "libusb_claim_interface")]
    public static partial int Claim(UsbHandle handle, int number);

    [LibraryImport(Name, EntryPoint = "libusb_release_interface")]
    public static partial int Release(nint handle, int number);

    [LibraryImport(Name, EntryPoint = "libusb_get_string_descriptor_ascii")]
    public static partial int TextOf(UsbHandle handle, byte index, byte* text, int length);

    [LibraryImport(Name, EntryPoint = "libusb_alloc_transfer")]
    public static partial Transfer* Allocate(int isoPackets);

    [LibraryImport(Name, EntryPoint = "libusb_free_transfer")]
    public static partial void Free(Transfer* transfer);

    [LibraryImport(Name, EntryPoint = "libusb_submit_transfer")]
    public static partial int Submit(Transfer* transfer);

    [LibraryImport(Name, EntryPoint = "libusb_cancel_transfer")]
    public static partial int Cancel(Transfer* transfer);

    [LibraryImport(Name, EntryPoint = "libusb_handle_events_completed")]
    public static partial int HandleEvents(UsbContext context, int* completed);

    [LibraryImport(Name, EntryPoint = "libusb_interrupt_event_handler")]
    public static partial void Interrupt(UsbContext context);

    /// <summary>struct libusb_device_descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DeviceDescriptor
    {
        public byte Length, Kind;
        public ushort UsbVersion;
        public byte Class, Subclass, Protocol, MaxPacketSize0;
        public ushort Vendor, Product, Version;
        public byte MakerText, ProductText, SerialText, Configurations;
    }

    /// <summary>struct libusb_config_descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ConfigurationDescriptor
    {
        public byte Length, Kind;
        public ushort TotalLength;
        public byte InterfaceCount, Value, Text, Attributes, MaxPower;
        public Settings* Interfaces;
        public byte* Extra;
        public int ExtraLength;
    }

    /// <summary>struct libusb_interface.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Settings
    {
        public InterfaceDescriptor* First;
        public int Count;
    }

    /// <summary>struct libusb_interface_descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct InterfaceDescriptor
    {
        public byte Length, Kind, Number, Setting, EndpointCount, Class, Subclass, Protocol, Text;
        public EndpointDescriptor* Endpoints;
        public byte* Extra;
        public int ExtraLength;
    }

    /// <summary>struct libusb_endpoint_descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct EndpointDescriptor
    {
        public byte Length, Kind, Address, Attributes;
        public ushort PacketSize;
        public byte Interval, Refresh, SynchAddress;
        public byte* Extra;
        public int ExtraLength;
    }

    /// <summary>struct libusb_transfer, without the packets of isochronous ones.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Transfer
    {
        public nint Handle;
        public byte Flags, Endpoint, Kind;
        public uint TimeoutMilliseconds;
        public int Status, Length, Moved;
        public delegate* unmanaged<Transfer*, void> Done;
        public nint UserData;
        public byte* Bytes;
        public int IsoPackets;
    }
}
