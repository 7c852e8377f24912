using System.Text;
using CsCheck;
using Tenure.Flash.Packages;
using Tenure.Flash.Scripts;

namespace Tenure.Flash.Tests.Scripts;

public sealed class FlashScriptTests
{
    private const string Shell = """
        #!/bin/bash
        fastboot $* getvar product 2>&1 | grep -E  "^product: *lotus$|^product: *lotusin"
        if [ $? -ne 0  ] ; then echo "Missmatching image and device"; exit 1; fi

        #check anti_version
        if [ -e $(dirname $0)/images/anti_version.txt ]; then
        CURRENT_ANTI_VER=`cat $(dirname $0)/images/anti_version.txt`
        fi
        if [ -z "$CURRENT_ANTI_VER" ]; then CURRENT_ANTI_VER=0; fi
        ver=`fastboot $* getvar anti 2>&1 | grep -oP "anti: \K[0-9]+"`
        if [ -z "$ver" ]; then ver=0; fi
        if [ $ver -gt $CURRENT_ANTI_VER ]; then echo "Current device antirollback version is greater than this pakcage"; exit 1; fi

        fastboot $* getvar crc 2>&1 | grep "^crc: 1"
        if [ $? -eq 0 ]; then
        fastboot $* flash crclist       `dirname $0`/images/crclist.txt
        if [ $? -ne 0 ] ; then echo "Flash crclist error"; exit 1; fi
        fi

        fastboot $* erase boot_ab
        if [ $? -ne 0 ] ; then echo "Erase boot error"; exit 1; fi
        fastboot $* flash boot_ab "$(dirname $0)/images/boot.img"
        if [ $? -ne 0 ]; then
            echo "Flash boot error"
            exit 1
        fi
        fastboot $* reboot bootloader
        sleep 5
        fastboot $* set_active a
        fastboot $* reboot
        """;

    private const string Batch = """
        @echo off
        set CURRENT_ANTI_VER=4
        for /f "tokens=2 delims=: " %%i in ('fastboot %* getvar anti 2^>^&1 ^| findstr /r /c:"anti:"') do (set version=%%i)
        if [%version%] EQU [] set version=0
        set anticheck="antirollback check pass"
        if %version% GTR %CURRENT_ANTI_VER% set anticheck="Current device antirollback version is greater than this pakcage"
        echo %anticheck% | findstr /r /c:"pass" || @echo "Antirollback check error" && exit /B 1
        fastboot %* getvar product 2>&1 | findstr /r /c:"^product: *lotus" || echo Missmatching image and device
        fastboot %* getvar product 2>&1 | findstr /r /c:"^product: *lotus" || exit /B 1
        ::check crc
        fastboot %* getvar crc 2>&1 | findstr /r /c:"^crc: 1"
        if %errorlevel% equ 0 (
        fastboot %* flash crclist %~dp0images\crclist.txt || @echo "Flash crclist error" && exit /B 1
        )
        fastboot %* erase boot || @echo "Erase boot error" && exit /B 1
        fastboot %* flash boot %~dp0images/boot.img || @echo "Flash boot error" && exit 1
        fastboot %* oem lock || @echo "Oem lock error" && exit /B 1
        fastboot %* reboot || @echo "Reboot error" && exit /B 1
        pause
        """;

    [Fact]
    public void A_shell_script_becomes_steps()
    {
        var crc = new VariableStart("crc", "1", IsWhole: false);
        Assert.Equivalent(
            new FastbootStep[]
            {
                new CheckStep(2, "product", [new("product", "lotus", true), new("product", "lotusin", false)]),
                new AntiRollbackStep(12, "anti", null, IsFileLast: true),
                new FlashStep(16, "crclist", "images/crclist.txt", crc),
                new EraseStep(20, "boot_ab"),
                new FlashStep(22, "boot_ab", "images/boot.img"),
                new RebootStep(27, ToBootloader: true),
                new ActivateStep(29, 'a'),
                new RebootStep(30, ToBootloader: false),
            },
            Read("flash_all.sh", Shell), strict: true);
    }

    [Fact]
    public void A_batch_file_becomes_steps()
    {
        var crc = new VariableStart("crc", "1", IsWhole: false);
        Assert.Equivalent(
            new FastbootStep[]
            {
                new AntiRollbackStep(6, "anti", 4, IsFileLast: false),
                new CheckStep(9, "product", [new("product", "lotus", false)]),
                new FlashStep(13, "crclist", "images/crclist.txt", crc),
                new EraseStep(15, "boot"),
                new FlashStep(16, "boot", "images/boot.img"),
                new LockStep(17, "oem lock"),
                new RebootStep(18, ToBootloader: false),
            },
            Read("flash_all_lock.bat", Batch.Replace("\n", "\r\n", StringComparison.Ordinal)), strict: true);
    }

    [Theory]
    [InlineData("rm -rf images")]
    [InlineData("fastboot $* flash boot `dirname $0`/images/boot.img; reboot")]
    [InlineData("fastboot $* flash boot `dirname $0`/images/boot.img && curl x")]
    [InlineData("fastboot $* flash boot `dirname $0`/../boot.img")]
    [InlineData("fastboot $* flash boot /etc/passwd")]
    [InlineData("fastboot $* flash boot $(id)")]
    [InlineData("fastboot $* --disable-verity flash vbmeta `dirname $0`/images/vbmeta.img")]
    [InlineData("fastboot $* oem edl")]
    [InlineData("fastboot $* flashing unlock")]
    [InlineData("fastboot $* -w")]
    [InlineData("fastboot $* format userdata")]
    [InlineData("fastboot $* getvar product 2>&1 | grep \".*\"")]
    [InlineData("fastboot $* getvar product 2>&1 | grep \"^board: *lotus\"")]
    [InlineData("if [ $? -ne 0 ] ; then rm x; fi")]
    [InlineData("CURRENT_ANTI_VER=`id`")]
    [InlineData("if [ $? -eq 0 ]; then")]
    [InlineData("fi")]
    [InlineData("echo \u202e")]
    public void A_line_that_is_not_known_refuses_the_script_by_its_number(string line)
    {
        var lines = Shell.Split('\n').ToList();
        lines.Insert(3, line);
        var refused = Assert.Throws<PackageException>(() => Read("flash_all.sh", string.Join('\n', lines)));
        Assert.Equal((PackageFault.ScriptRefused, "flash_all.sh", 4), (refused.Fault, refused.File, refused.Line));
    }

    [Theory]
    [InlineData("del /s images")]
    [InlineData("fastboot %* flash boot %~dp0images\\boot.img & format c:")]
    [InlineData("fastboot %* flash boot %~dp0images\\..\\..\\boot.img")]
    [InlineData("fastboot %* flash boot C:\\boot.img")]
    [InlineData("call other.bat")]
    [InlineData("if %errorlevel% equ 0 (")]
    [InlineData("fastboot %* flash boot %~dp0images\\boot.img || @echo %PATH% && exit /B 1")]
    [InlineData("fastboot $* erase boot")]
    public void So_does_one_in_a_batch_file(string line)
    {
        var lines = Batch.Split('\n').ToList();
        lines.Insert(9, line);
        var refused = Assert.Throws<PackageException>(() => Read("flash_all.bat", string.Join('\n', lines)));
        Assert.Equal((PackageFault.ScriptRefused, 10), (refused.Fault, refused.Line));
    }

    [Theory]
    [InlineData("fastboot $* erase boot")]
    [InlineData("fastboot $* getvar product 2>&1 | grep \"^product: *lotus\"")]
    [InlineData("fastboot $* getvar crc 2>&1 | grep \"^crc: 1\"\nif [ $? -eq 0 ]; then\nfastboot $* erase boot")]
    [InlineData("ver=`fastboot $* getvar anti 2>&1 | grep -oP \"anti: \\K[0-9]+\"`")]
    [InlineData("fastboot $* getvar product 2>&1 | grep \"^product: *lotus\"\nif [ $? -ne 0 ]; then")]
    [InlineData("")]
    public void A_script_without_a_check_of_the_product_or_without_its_end_is_refused(string text) =>
        Assert.Equal(PackageFault.ScriptRefused, Assert.Throws<PackageException>(() => Read("flash_all.sh", text)).Fault);

    [Fact]
    public void After_a_restart_of_the_system_nothing_is_done()
    {
        var refused = Assert.Throws<PackageException>(() => Read("flash_all.sh", Shell + "\nfastboot $* erase userdata"));
        Assert.Equal(31, refused.Line);
    }

    [Fact]
    public void Long_lines_and_scripts_are_refused()
    {
        Assert.Throws<PackageException>(() => Read("flash_all.sh", Shell + "\n#" + new string('x', 2000)));
        Assert.Throws<PackageException>(() => Read("flash_all.sh", Shell + new string('\n', FlashScript.MaxLines)));
        Assert.Throws<PackageException>(() => FlashScript.Read("flash_all.sh", new byte[FlashScript.MaxBytes + 1]));
    }

    // Lines of good scripts in any order, with letters changed: steps, or the one exception, and soon.
    [Fact]
    public void Spoilt_scripts_are_read_or_refused() =>
        Gen.Select(Gen.Int[0, 40].Array[1, 30], Gen.Int[0, 2000], Gen.Char[' ', '~'], Gen.Bool).Sample((order, at, letter, isBatch) =>
        {
            var lines = (isBatch ? Batch : Shell).Split('\n');
            var text = string.Join('\n', order.Select(i => lines[i % lines.Length]));
            text = text.Length == 0 ? text : text.Remove(at % text.Length, 1).Insert(at % text.Length, letter.ToString());
            try
            {
                Assert.All(Read(isBatch ? "a.bat" : "a.sh", text), step => Assert.True(step is not FlashStep { File: var file } || !file.Contains("..", StringComparison.Ordinal)));
            }
            catch (PackageException e)
            {
                Assert.Equal(PackageFault.ScriptRefused, e.Fault);
            }
        }, iter: 3000);

    private static IReadOnlyList<FastbootStep> Read(string file, string text) => FlashScript.Read(file, Encoding.UTF8.GetBytes(text));
}
