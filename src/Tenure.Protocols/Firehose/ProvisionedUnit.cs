namespace Tenure.Protocols.Firehose;

/// <summary>A unit that a storage is divided into.</summary>
/// <param name="Number">The logical unit (UFS); 4 to 7, the general purpose partitions (eMMC).</param>
/// <param name="Kibibytes">Its size; 0 for what is left, where it grows.</param>
/// <param name="SectorSize">Bytes of a sector.</param>
/// <param name="Boots">Which of the two units that a device starts from, 1 or 2; 0 for neither.</param>
/// <param name="Grows">It takes what is left.</param>
public readonly record struct ProvisionedUnit(int Number, long Kibibytes, int SectorSize, int Boots, bool Grows);
