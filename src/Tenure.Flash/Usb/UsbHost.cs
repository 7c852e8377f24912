using System.Text;
using Tenure.Flash.Links;
using Tenure.Protocols.Links;

namespace Tenure.Flash.Usb;

/// <summary>USB by libusb, which is the system's own.</summary>
public static unsafe class UsbHost
{
    private const int MaxText = 128;
    private const int MaxInterfaces = 32;

    /// <summary>Whether libusb is installed.</summary>
    public static bool HasLibrary => LibUsb.IsThere;

    /// <summary>The package that brings it, by the names of those who package it.</summary>
    public static string Package => LibUsb.Package;

    /// <summary>Devices in flashing modes. One that may not be opened has no name.</summary>
    /// <returns>None where there is no libusb, or no USB.</returns>
    public static IReadOnlyList<UsbDevice> List()
    {
        var found = new List<UsbDevice>();
        try
        {
            using var context = UsbContext.Begin();
            Each(context, (device, descriptor, function) =>
            {
                using var handle = LibUsb.Open(device, out var opened) == 0 ? opened.In(context) : null;
                var (name, serial) = (TextOf(handle, descriptor.ProductText), TextOf(handle, descriptor.SerialText));
                found.Add(new(LibUsb.BusOf(device), LibUsb.AddressOf(device), function.Mode, name, serial ?? UsbDevice.SerialIn(name), null, null));
                return true;
            });
        }
        catch (UsbException)
        {
            // Then there is nothing to be found.
        }

        return found;
    }

    /// <summary>Opens a device and claims the interface of its flashing mode.</summary>
    /// <param name="bus">Of the computer.</param>
    /// <param name="address">On the bus.</param>
    /// <param name="mode">What it speaks.</param>
    /// <returns>One read gives one transfer.</returns>
    /// <exception cref="UsbException">It cannot be had, and why.</exception>
    public static IFlashLink Open(int bus, int address, out DeviceMode mode)
    {
        var context = UsbContext.Begin();
        UsbHandle? handle = null;
        try
        {
            UsbFunction? found = null;
            Each(context, (device, _, function) =>
            {
                if (LibUsb.BusOf(device) != bus || LibUsb.AddressOf(device) != address)
                {
                    return true;
                }

                var result = LibUsb.Open(device, out var opened);
                handle = result == 0 ? opened.In(context) : throw LibUsb.Failure(result, "The device cannot be opened");
                found = function;
                return false;
            });
            if (handle is null || found is null)
            {
                throw new UsbException(UsbFault.NotThere, "No device in a flashing mode is there.");
            }

            handle.Claim(found.Interface);
            mode = found.Mode;
            return new UsbLink(new UsbPipes(context, handle, found));
        }
        catch
        {
            handle?.Dispose();
            context.Dispose();
            throw;
        }
    }

    private delegate bool Visit(nint device, LibUsb.DeviceDescriptor descriptor, UsbFunction function);

    // Devices of the list live until it is freed.
    private static void Each(UsbContext context, Visit visit)
    {
        var count = LibUsb.List(context, out var list);
        if (count < 0)
        {
            throw LibUsb.Failure((int)count, "Devices cannot be listed");
        }

        try
        {
            for (var i = 0; i < count; i++)
            {
                if (LibUsb.DescriptorOf(list[i], out var descriptor) == 0 && UsbFunction.Find(descriptor.Vendor, descriptor.Product, InterfacesOf(list[i])) is { } function && !visit(list[i], descriptor, function))
                {
                    return;
                }
            }
        }
        finally
        {
            LibUsb.FreeList(list, unref: 1);
        }
    }

    private static List<UsbInterface> InterfacesOf(nint device)
    {
        var interfaces = new List<UsbInterface>();
        if (LibUsb.ConfigurationOf(device, out var configuration) != 0)
        {
            return interfaces;
        }

        try
        {
            for (var i = 0; i < Math.Min((int)configuration->InterfaceCount, MaxInterfaces); i++)
            {
                var settings = configuration->Interfaces[i];
                if (settings.Count > 0)
                {
                    var one = settings.First;
                    interfaces.Add(new(one->Number, (one->Class, one->Subclass, one->Protocol), EndpointsOf(one)));
                }
            }
        }
        finally
        {
            LibUsb.Free(configuration);
        }

        return interfaces;
    }

    private static List<UsbEndpoint> EndpointsOf(LibUsb.InterfaceDescriptor* one)
    {
        var endpoints = new List<UsbEndpoint>();
        for (var i = 0; i < one->EndpointCount; i++)
        {
            endpoints.Add(new(one->Endpoints[i].Address, one->Endpoints[i].Attributes, one->Endpoints[i].PacketSize));
        }

        return endpoints;
    }

    private static string? TextOf(UsbHandle? handle, byte index)
    {
        if (handle is null || index == 0)
        {
            return null;
        }

        var text = stackalloc byte[MaxText];
        var length = LibUsb.TextOf(handle, index, text, MaxText);
        return length > 0 ? UsbDevice.Shown(Encoding.ASCII.GetString(text, Math.Min(length, MaxText))) : null;
    }
}
